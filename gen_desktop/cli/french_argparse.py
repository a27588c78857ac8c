"""argparse that speaks French: its own sentences are English and go through no catalogue we could ship."""

from __future__ import annotations

import argparse
import re
import sys
from typing import Any, NoReturn

from gen_desktop.french import NBSP

_SENTENCES = (
    (r"the following arguments are required: (.*)", rf"il manque{NBSP}: \1"),
    (r"unrecognized arguments: (.*)", rf"argument inconnu{NBSP}: \1"),
    (
        r"argument (.*?): invalid choice: (.*?) \(choose from (.*)\)",
        rf"\1{NBSP}: \2 ne convient pas (choix{NBSP}: \3)",
    ),
    (r"argument (.*?): expected one argument", rf"\1{NBSP}: il manque une valeur"),
    (r"argument (.*?): invalid (?:\w+) value: (.*)", rf"\1{NBSP}: \2 ne convient pas"),
    (r"argument (.*?): not allowed with argument (.*)", r"\1 ne va pas avec \2"),
    (r"one of the arguments (.*) is required", rf"il faut l’un de{NBSP}: \1"),
    (r"argument (.*?): (.*)", rf"\1{NBSP}: \2"),
)


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
        self.exit(2, f"{self.prog}{NBSP}: {message}\n")


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        # An empty prefix is argparse asking for the bare line, to begin those of the commands with.
        super().add_usage(usage, actions, groups, f"Utilisation{NBSP}: " if prefix is None else prefix)
