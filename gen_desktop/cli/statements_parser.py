"""What can be typed after « report » for the papers about groups. Nothing heavy is imported here."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

STATEMENTS = ("indicators", "bpf", "esf", "promotion", "completeness", "finances")


Reading = tuple[Callable[[str], date], Callable[[str], int]]
"""How a day and a year are read."""


def add_statements(kinds: Any, reading: Reading, horizons: tuple[int, ...]) -> None:
    """Each paper is written with --out, or its numbers told with --json."""
    day, year = reading
    indicators = kinds.add_parser("indicators", help="fiche indicateurs de résultats à publier (Qualiopi)")
    _add_cohorts(indicators, year)
    finances = kinds.add_parser("finances", help="bilan financier des programmes")
    for parser in (indicators, finances):
        parser.add_argument(
            "--horizon", type=int, choices=horizons, default=6, help="3, 6, 12 ou 24 mois (6 par défaut)"
        )
    bpf = kinds.add_parser("bpf", help="aide au bilan pédagogique et financier, à saisir")
    exercise = bpf.add_mutually_exclusive_group(required=True)
    exercise.add_argument("--year", type=year, metavar="A", help="exercice d’une année civile")
    exercise.add_argument(
        "--period", type=day, nargs=2, metavar=("DÉBUT", "FIN"), help="premier et dernier jour de l’exercice"
    )
    esf = kinds.add_parser("esf", help="bilan d’exécution FSE+, sans nom")
    _add_cohorts(esf, year)
    promotion = kinds.add_parser("promotion", help="agrégats de promotion France compétences, sans nom")
    promotion.add_argument("--year", type=year, required=True, metavar="A", help="année de certification")
    completeness = kinds.add_parser("completeness", help="état de complétude et anomalies d’une période")
    completeness.add_argument("--from", dest="date_from", type=day, required=True, metavar="D", help="début")
    completeness.add_argument("--to", dest="date_to", type=day, required=True, metavar="D", help="fin")
    completeness.add_argument(
        "--cohort", action="append", default=[], metavar="CODE", help="cohorte (répétable)"
    )
    for parser in (indicators, esf, promotion, completeness, finances):
        parser.add_argument("--as-of", type=day, metavar="D", help="jour d’arrêté des données")
    for parser in (indicators, bpf, esf, promotion, completeness, finances):
        _add_answer(parser)


def _add_cohorts(parser: argparse.ArgumentParser, year: Callable[[str], int]) -> None:
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--cohort", action="append", metavar="CODE", help="cohorte (répétable)")
    which.add_argument("--year", type=year, metavar="A", help="année de fin des cohortes")


def _add_answer(parser: argparse.ArgumentParser) -> None:
    answer = parser.add_mutually_exclusive_group(required=True)
    answer.add_argument("--out", type=Path, metavar="F.pdf", help="fichier à écrire")
    answer.add_argument("--json", action="store_true", help="les nombres en JSON, sans rien écrire")
