"""What can be typed about attendance sheets."""

from __future__ import annotations

import argparse
import re
from datetime import date
from pathlib import Path
from typing import Any

_WEEK = re.compile(r"([0-9]{4})-?[WwSs]([0-9]{1,2})")


def add_sheet(commands: Any) -> None:
    """The command ``sheet``."""
    sheet = commands.add_parser("sheet", help="écrit la feuille d’émargement d’une semaine")
    sheet.add_argument("--cohort", required=True, metavar="CODE", help="cohorte")
    sheet.add_argument("--week", type=week, required=True, metavar="2026-W47", help="semaine")
    sheet.add_argument("--out", type=Path, required=True, metavar="F.pdf", help="fichier à écrire")
    sheet.add_argument("--filled", action="store_true", help="avec ce qui est enregistré, après la semaine")
    sheet.add_argument("--draft", action="store_true", help="un projet, sans numéro")


def week(text: str) -> date:
    """The Monday of an ISO week: « 2026-W47 » or « 2026-S47 »."""
    match = _WEEK.fullmatch(text.strip())
    try:
        return date.fromisocalendar(int(match[1]), int(match[2]), 1) if match else _refused(text)
    except ValueError:
        return _refused(text)


def _refused(text: str) -> date:
    raise argparse.ArgumentTypeError(f"«\u00a0{text}\u00a0» n’est pas une semaine, comme 2026-W47")
