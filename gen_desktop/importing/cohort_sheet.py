"""Cohorts that a list refers to: known ones, and those that its own sheet or rows describe."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gen_desktop.french import NBSP
from gen_desktop.importing.cohort_columns import ROW_PREFIX, SHEET_NAMES, cohort_targets
from gen_desktop.importing.columns import TargetColumn, known_titles
from gen_desktop.importing.grid import Grid
from gen_desktop.importing.headers import fold_title, title_text
from gen_desktop.importing.plan import Level, Note
from gen_desktop.importing.reading import RawTable, read_bytes, read_table
from gen_desktop.importing.typed_table import TypedRow, TypedTable, table_of_pairs
from gen_desktop.importing.values import line
from gen_desktop.importing.workbooks import read_workbook
from gen_desktop.jobs import Job
from gen_desktop.models.names import fold

Blocks = tuple[tuple[str, str], ...]
_BLOCK_TITLE = re.compile(r"(?:bloc|ccp|bloc de competences)? ?(?P<code>[a-z]{0,6} ?[0-9]{1,3})")
_REGISTERED = re.compile(r"(?:RNCP|RS) ?[0-9]+", re.IGNORECASE)
_NEEDED = {
    "course_title": "la formation",
    "planned_start": "la date de début",
    "planned_end": "la date de fin",
}
_CODE_LENGTH = 60


@dataclass(slots=True)
class DescribedCohort:
    """What the file says of a cohort. ``where``: how messages name the place."""

    code: str
    where: str
    facts: dict[str, Any] = field(default_factory=dict)
    blocks: Blocks = ()
    first_row: int = 0

    def missing(self) -> list[str]:
        """What would have to be said before the cohort can be made."""
        known = set(self.facts)
        if "course_code" in known and "course_title" not in known:
            known.add("course_title")
        return [words for name, words in _NEEDED.items() if name not in known]


@dataclass(slots=True)
class CohortDescriptions:
    """The described cohorts by folded code, with what was wrong and which titles mean nothing."""

    by_code: dict[str, DescribedCohort] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    sheet: str = ""


def block_code(title: str) -> str | None:
    """« Bloc BC01 » is BC01, « CCP 2 » is 2, « BC03 » is BC03; None for any other title."""
    folded = fold_title(title)
    match = _BLOCK_TITLE.fullmatch(folded)
    if match is None:
        return None
    code = match["code"].replace(" ", "")
    return None if code.isdigit() and folded == code else code.upper()


def read_cohort_sheet(
    path: Path, table: RawTable, cohort_code: str | None, today: dt.date
) -> CohortDescriptions:
    """What the sheet « Cohorte » beside a list says; nothing when there is no such sheet.

    The sheet has one line per title (title, value), or one row of titles and one row per cohort.
    """
    found = CohortDescriptions()
    names = [name for name in table.sheets if fold_title(name) in SHEET_NAMES and name != table.sheet]
    if not names:
        return found
    found.sheet = names[0]
    targets = cohort_targets(today)
    grid = read_workbook(read_bytes(path), path.name, names[0], bool)
    has_pairs = _has_pairs(grid, targets)
    raw = table_of_pairs(path.name, grid) if has_pairs else read_table(path, names[0], known_titles(targets))
    typed = TypedTable(raw, targets)
    found.notes += [_in_sheet(note, names[0]) for note in typed.problems()]
    blocks = {place: code for place, title in typed.unknown_places.items() if (code := block_code(title))}
    found.unknown = [
        f"{names[0]}{NBSP}: {title}" for place, title in typed.unknown_places.items() if place not in blocks
    ]
    for row in typed.rows(Job()):
        found.notes += [_in_sheet(note, names[0], keep_row=not has_pairs) for note in row.notes]
        _describe(found, row, blocks, cohort_code)
    return found


def take_row_facts(found: CohortDescriptions, table: TypedTable, row: TypedRow, code: str) -> None:
    """Add what a row of the list says of its cohort; a row that contradicts an earlier one is in error."""
    facts = {
        name.removeprefix(ROW_PREFIX): value
        for name, value in row.values.items()
        if name.startswith(ROW_PREFIX)
    }
    if not facts:
        return
    described = found.by_code.get(fold(code))
    if described is None:
        described = DescribedCohort(code, "", first_row=row.number)
        found.by_code[fold(code)] = described
    for name, value in facts.items():
        known = described.facts.setdefault(name, value)
        if known != value:
            where = f"la ligne {described.first_row}" if described.first_row else "la feuille Cohorte"
            table.note(
                row,
                f"{ROW_PREFIX}{name}",
                f"la cohorte {described.code} n’a pas la même valeur que dans {where}.",
            )


def cohort_values(described: DescribedCohort) -> dict[str, Any]:
    """The facts as the services take them: a certification that is no code is a title, codes in capitals."""
    facts = dict(described.facts)
    certification = facts.get("certification_code")
    if certification is not None:
        if _REGISTERED.fullmatch(certification):
            facts["certification_code"] = certification.replace(" ", "").upper()
        else:
            del facts["certification_code"]
            facts.setdefault("certification_title", certification)
    facts.setdefault("course_title", facts.get("course_code"))
    return facts


def _describe(
    found: CohortDescriptions, row: TypedRow, blocks: Mapping[int, str], cohort_code: str | None
) -> None:
    code = str(row.values.pop("code", None) or cohort_code or "")[:_CODE_LENGTH]
    where = f"feuille «{NBSP}{found.sheet}{NBSP}»"
    if not code:
        text = f"{where}{NBSP}: il manque le code de la cohorte (titre «{NBSP}Code{NBSP}»)."
        found.notes.append(Note(Level.ERROR, text))
        return
    if fold(code) in found.by_code:
        found.notes.append(Note(Level.ERROR, f"{where}{NBSP}: la cohorte {code} est décrite deux fois."))
        return
    listed = row.values.pop("blocks", None) or ()
    titled = tuple(
        (block, line(row.cells[place]) or block)
        for place, block in blocks.items()
        if row.cells[place] is not None
    )
    found.by_code[fold(code)] = DescribedCohort(code, where, dict(row.values), (*listed, *titled))


def _in_sheet(note: Note, sheet: str, *, keep_row: bool = True) -> Note:
    """The note of a cohort sheet: its row numbers are not those of the list."""
    row = f", ligne {note.row}" if keep_row and note.row else ""
    column = f", «{NBSP}{note.column}{NBSP}»" if note.column else ""
    said = note.text if not note.value or note.value in note.text else f"{note.value}, {note.text}"
    text = f"feuille «{NBSP}{sheet}{NBSP}»{row}{column}{NBSP}: {said}"
    return Note(note.level, text, field=note.field)


def _has_pairs(grid: Grid, targets: Sequence[TargetColumn]) -> bool:
    """Whether the titles stand below each other rather than beside each other."""
    titles = {fold_title(title) for title in known_titles(targets)}
    below = sum(fold_title(title_text(row[0])) in titles for row in grid.rows if row)
    beside = max(
        (sum(fold_title(title_text(cell)) in titles for cell in row) for row in grid.rows), default=0
    )
    return below > beside
