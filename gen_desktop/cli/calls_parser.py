"""What can be typed about the calls to make."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from gen_desktop.reference.horizons import RECORDED_HORIZONS

SUFFIXES = (".pdf", ".xlsx", ".csv", ".ics")


def add_calls(commands: Any, day: Callable[[str], date]) -> None:
    """The command ``calls``."""
    calls = commands.add_parser(
        "calls", help="les appels d’insertion à passer\u00a0: fiches, liste ou agenda"
    )
    calls.add_argument("--cohort", action="append", default=[], metavar="CODE", help="cohorte (répétable)")
    months = ", ".join(map(str, RECORDED_HORIZONS))
    calls.add_argument(
        "--horizon",
        type=int,
        choices=RECORDED_HORIZONS,
        metavar="N",
        help=f"mois après la sortie\u00a0: {months}",
    )
    calls.add_argument("--late", action="store_true", help="seulement ceux dont la fenêtre est passée")
    calls.add_argument("--as-of", type=day, metavar="D", help="jour d’arrêté des données")
    calls.add_argument("--names", action="store_true", help="les noms aussi dans l’agenda (.ics)")
    calls.add_argument(
        "--out", type=_out, required=True, metavar="F", help="fichier .pdf, .xlsx, .csv ou .ics"
    )


def _out(text: str) -> Path:
    path = Path(text)
    if path.suffix.lower() not in SUFFIXES:
        raise argparse.ArgumentTypeError(f"«\u00a0{text}\u00a0» ne finit pas par .pdf, .xlsx, .csv ou .ics")
    return path
