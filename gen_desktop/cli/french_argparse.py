"""argparse that speaks French: its own sentences are English and go through no catalogue we could ship."""

from __future__ import annotations

import argparse
import re
import sys
from typing import Any, NoReturn

_SENTENCES = (
    (r"the following arguments are required: (.*)", r"il manque : \1"),
    (r"unrecognized arguments: (.*)", r"argument inconnu : \1"),
    (r"argument (.*?): invalid choice: (.*?) \(choose from (.*)\)", r"\1 : \2 ne convient pas (choix : \3)"),
    (r"argument (.*?): expected one argument", r"\1 : il manque une valeur"),
    (r"argument (.*?): invalid (?:\w+) value: (.*)", r"\1 : \2 ne convient pas"),
    (r"argument (.*?): not allowed with argument (.*)", r"\1 ne va pas avec \2"),
    (r"one of the arguments (.*) is required", r"il faut l’un de : \1"),
    (r"argument (.*?): (.*)", r"\1 : \2"),
)  # fmt: skip


class FrenchParser(argparse.ArgumentParser):
    """A parser whose help and refusals are French; a refusal exits with status 2."""

    def __init__(self, **options: Any) -> None:
        super().__init__(formatter_class=_Formatter, add_help=False, **options)
        self._positionals.title = "Commandes et arguments"
        self._optionals.title = "Options"
        self.add_argument("-h", "--help", action="help", help="affiche cette aide")

    def error(self, message: str) -> NoReturn:
        """Say in French what is wrong with the line that was typed."""
        for pattern, sentence in _SENTENCES:
            if re.fullmatch(pattern, message):
                message = re.sub(pattern, sentence, message)
                break
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog} : {message}\n")


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        # An empty prefix is argparse asking for the bare line, to begin those of the commands with.
        super().add_usage(usage, actions, groups, "Utilisation : " if prefix is None else prefix)
