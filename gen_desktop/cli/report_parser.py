"""What can be typed about the two programme reports: write one, verify it, compare it."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from gen_desktop.cli.french_argparse import FrenchParser

Commands = Any  # argparse keeps the type of add_subparsers() to itself
Day = Callable[[str], date]


def add_reports(commands: Commands, day: Day, horizons: Sequence[int]) -> None:
    """The command report. ``day`` reads a date."""
    report = commands.add_parser(
        "report", help="écrit un rapport PDF, dit ce qui est à vérifier avant ou ce qui a changé"
    )
    kinds = report.add_subparsers(dest="report", metavar="RAPPORT", required=True, parser_class=FrenchParser)
    for parser in _add_kinds(kinds, day, horizons):
        parser.add_argument("--out", type=Path, required=True, metavar="F.pdf", help="fichier à écrire")
        parser.add_argument(
            "--since", type=day, metavar="D", help="ajoute ce qui a changé depuis le rapport de ce jour"
        )
    check = kinds.add_parser("check", help="les points à vérifier avant de transmettre un rapport")
    checked = check.add_subparsers(
        dest="checked", metavar="RAPPORT", required=True, parser_class=FrenchParser
    )
    for parser in _add_kinds(checked, day, horizons):
        parser.add_argument("--json", action="store_true", help="réponse en JSON")
        parser.add_argument(
            "--names", type=Path, metavar="F", help="liste nominative à écrire (.xlsx ou .csv)"
        )
    changes = kinds.add_parser("changes", help="ce qui a changé dans un rapport, personne par personne")
    changed = changes.add_subparsers(
        dest="checked", metavar="RAPPORT", required=True, parser_class=FrenchParser
    )
    for parser in _add_kinds(changed, day, horizons):
        parser.add_argument(
            "--since", type=day, required=True, metavar="D", help="jour du rapport auquel on compare"
        )
        parser.add_argument("--json", action="store_true", help="réponse en JSON")
        parser.add_argument(
            "--names", type=Path, metavar="F", help="liste nominative à écrire (.xlsx ou .csv)"
        )


def _add_kinds(kinds: Commands, day: Day, horizons: Sequence[int]) -> list[argparse.ArgumentParser]:
    """The two reports and what each is about."""
    follow_up = kinds.add_parser("follow-up", help="rapport de suivi d’une période")
    follow_up.add_argument("--from", dest="date_from", type=day, required=True, metavar="D", help="début")
    follow_up.add_argument("--to", dest="date_to", type=day, required=True, metavar="D", help="fin")
    follow_up.add_argument(
        "--cohort", action="append", default=[], metavar="CODE", help="cohorte (répétable)"
    )
    evaluation = kinds.add_parser("evaluation", help="rapport d’évaluation d’une cohorte ou d’une année")
    which = evaluation.add_mutually_exclusive_group(required=True)
    which.add_argument("--cohort", action="append", metavar="CODE", help="cohorte (répétable)")
    which.add_argument("--year", type=int, metavar="A", help="année de fin des cohortes")
    evaluation.add_argument(
        "--horizon", type=int, choices=horizons, required=True, help="3, 6, 12 ou 24 mois"
    )
    for parser in (follow_up, evaluation):
        parser.add_argument("--as-of", type=day, metavar="D", help="jour d’arrêté des données")
    return [follow_up, evaluation]
