"""What can be typed after « report ». Nothing heavy is imported here."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from gen_desktop.cli.french_argparse import FrenchParser
from gen_desktop.cli.statements_parser import add_statements

HORIZONS = (3, 6, 12, 24)
_NUMBER = "numéro (RS-2026-001)"


def add_report(commands: Any, day: Callable[[str], date], year: Callable[[str], int]) -> None:
    """The command « report »: write a report, submit it, and what is asked of those submitted."""
    report = commands.add_parser("report", help="écrit, remet et compare les rapports PDF")
    kinds = report.add_subparsers(dest="report", metavar="RAPPORT", required=True, parser_class=FrenchParser)
    follow_up, evaluation = _add_kinds(kinds, day)
    for parser in (follow_up, evaluation):
        _add_out(parser)
        parser.add_argument(
            "--public", action="store_true", help="version à diffuser, sans effectif qui désigne quelqu’un"
        )
        parser.add_argument(
            "--since", type=day, metavar="D", help="ajoute ce qui a changé depuis le rapport de ce jour"
        )
    follow_up.add_argument("--annex", type=Path, metavar="A.pdf", help="avec l’annexe nominative, à part")
    _add_check(kinds, day)
    add_statements(kinds, (day, year), HORIZONS)
    submit = kinds.add_parser("submit", help="remet un rapport\u00a0: numéroté, gardé tel quel")
    submitted = submit.add_subparsers(
        dest="submitted", metavar="RAPPORT", required=True, parser_class=FrenchParser
    )
    for parser in _add_kinds(submitted, day):
        _add_out(parser)
        _add_leaving(parser)
    correct = kinds.add_parser("correct", help="remet le correctif numéroté d’un rapport remis")
    correct.add_argument("--reason", required=True, metavar="TEXTE", help="ce que le correctif corrige")
    reprint = kinds.add_parser("reprint", help="réécrit un rapport remis, octet pour octet")
    verify = kinds.add_parser("verify", help="vérifie un rapport remis, ou un fichier PDF")
    compare = kinds.add_parser("compare", help="compare un rapport remis aux données d’aujourd’hui")
    for parser in (correct, reprint, compare):
        parser.add_argument("number", metavar="NUMÉRO", help=_NUMBER)
    verify.add_argument("number", metavar="NUMÉRO", help=f"{_NUMBER}, ou fichier .pdf")
    for parser in (correct, reprint):
        _add_out(parser)
    _add_leaving(correct)
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
    return follow_up, evaluation


def _add_check(kinds: Any, day: Callable[[str], date]) -> None:
    check = kinds.add_parser("check", help="les points à vérifier avant de transmettre un rapport")
    checked = check.add_subparsers(
        dest="checked", metavar="RAPPORT", required=True, parser_class=FrenchParser
    )
    changes = kinds.add_parser("changes", help="ce qui a changé dans un rapport, personne par personne")
    changed = changes.add_subparsers(
        dest="checked", metavar="RAPPORT", required=True, parser_class=FrenchParser
    )
    compared = _add_kinds(changed, day)
    for parser in compared:
        parser.add_argument(
            "--since", type=day, required=True, metavar="D", help="jour du rapport auquel on compare"
        )
    for parser in (*_add_kinds(checked, day), *compared):
        parser.add_argument("--json", action="store_true", help="réponse en JSON")
        parser.add_argument(
            "--names", type=Path, metavar="F", help="liste nominative à écrire (.xlsx ou .csv)"
        )


def _add_out(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, required=True, metavar="F.pdf", help="fichier à écrire")


def _add_leaving(parser: argparse.ArgumentParser) -> None:
    """How a report is submitted."""
    parser.add_argument("--to-whom", default="", metavar="NOM", help="destinataire")
    parser.add_argument(
        "--certificate", type=Path, metavar="F.p12", help="certificat qui signe le PDF (PKCS#12)"
    )
    parser.add_argument(
        "--certificate-password-fd", type=int, metavar="N", help="descripteur où lire son mot de passe"
    )
    parser.add_argument(
        "--provisional", action="store_true", help="même avec des points bloquants, dits sur chaque page"
    )
