"""What can be typed after « report ». Nothing heavy is imported here."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from gen_desktop.cli.french_argparse import FrenchParser

HORIZONS = (3, 6, 12, 24)
_NUMBER = "numéro (RS-2026-001)"


def add_report(commands: Any, day: Callable[[str], date]) -> None:
    """The command « report »: write a report, submit it, and what is asked of those submitted."""
    report = commands.add_parser("report", help="écrit, remet et compare les rapports PDF")
    kinds = report.add_subparsers(dest="report", metavar="RAPPORT", required=True, parser_class=FrenchParser)
    follow_up, evaluation = _add_kinds(kinds, day)
    follow_up.add_argument("--annex", type=Path, metavar="A.pdf", help="avec l’annexe nominative, à part")
    evaluation.add_argument(
        "--public", action="store_true", help="version à diffuser, sans effectif qui désigne quelqu’un"
    )
    submit = kinds.add_parser("submit", help="remet un rapport\u00a0: numéroté, gardé tel quel")
    submitted = submit.add_subparsers(
        dest="submitted", metavar="RAPPORT", required=True, parser_class=FrenchParser
    )
    for parser in _add_kinds(submitted, day):
        parser.add_argument("--to-whom", default="", metavar="NOM", help="destinataire")
        _add_provisional(parser)
    correct = kinds.add_parser("correct", help="remet le correctif numéroté d’un rapport remis")
    correct.add_argument("--reason", required=True, metavar="TEXTE", help="ce que le correctif corrige")
    correct.add_argument("--to-whom", default="", metavar="NOM", help="destinataire")
    reprint = kinds.add_parser("reprint", help="réécrit un rapport remis, octet pour octet")
    verify = kinds.add_parser("verify", help="vérifie un rapport remis, ou un fichier PDF")
    compare = kinds.add_parser("compare", help="compare un rapport remis aux données d’aujourd’hui")
    for parser in (correct, reprint, compare):
        parser.add_argument("number", metavar="NUMÉRO", help=_NUMBER)
    verify.add_argument("number", metavar="NUMÉRO", help=f"{_NUMBER}, ou fichier .pdf")
    for parser in (correct, reprint):
        parser.add_argument("--out", type=Path, required=True, metavar="F.pdf", help="fichier à écrire")
    _add_provisional(correct)
    for parser in (compare, kinds.add_parser("list", help="liste les rapports remis")):
        parser.add_argument("--json", action="store_true", help="réponse en JSON")


def _add_kinds(
    kinds: Any, day: Callable[[str], date]
) -> tuple[argparse.ArgumentParser, argparse.ArgumentParser]:
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
        "--horizon", type=int, choices=HORIZONS, required=True, help="3, 6, 12 ou 24 mois"
    )
    for parser in (follow_up, evaluation):
        parser.add_argument("--as-of", type=day, metavar="D", help="jour d’arrêté des données")
        parser.add_argument("--out", type=Path, required=True, metavar="F.pdf", help="fichier à écrire")
    return follow_up, evaluation


def _add_provisional(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--provisional", action="store_true", help="même avec des points bloquants, dits sur chaque page"
    )
