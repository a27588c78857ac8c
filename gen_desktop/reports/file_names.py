"""The name of a report's file: one rule for its pages and for its figures, and nobody's name in it."""

from __future__ import annotations

from pathlib import Path

from gen_desktop.files import LONGEST_NAME, file_name
from gen_desktop.reports.common import BuiltReport

_ORGANIZATION = 40
"""Letters of the organisation's name that are kept, in whole words."""


def report_file_name(report: BuiltReport, extension: str = ".pdf", *, what: str = "") -> str:
    """« Rapport de suivi, Numérique en Morvan, 3e trimestre 2026, au 2026-09-30, provisoire.pdf ».

    ``what`` comes first (« Chiffres »). A scope of many cohorts is cut, never the day nor the mention.
    """
    title = f"{what}, {report.title[0].lower()}{report.title[1:]}" if what else report.title
    before = [title, _short(report.organization, _ORGANIZATION)]
    after = [f"au {report.as_of.isoformat()}", report.mention.lower()]
    taken = sum(len(part) + 2 for part in (*before, *after) if part)
    scope = _short(report.scope_text, LONGEST_NAME - len(extension) - taken)
    return file_name(", ".join(part for part in (*before, scope, *after) if part), extension)


def free_path(folder: Path, name: str) -> Path:
    """That name in that folder, or the same with « (2) », « (3) »… so that nothing is replaced."""
    path, number = folder / name, 2
    while path.exists():
        path = folder / f"{Path(name).stem} ({number}){Path(name).suffix}"
        number += 1
    return path


def _short(words: str, longest: int) -> str:
    if len(words) <= longest:
        return words
    return words[: longest - 1].rpartition(" ")[0].rstrip(" ,") + "…"
