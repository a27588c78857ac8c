"""The nominative list that goes with a report: point by point, the people behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from gen_desktop.db.database import Database
from gen_desktop.exporting.plain_list import list_bytes
from gen_desktop.files import write_atomically
from gen_desktop.queries.named_enrollments import named
from gen_desktop.services.exports import record_export

_TITLES = {"Gravité": 18, "Point": 62, "Nom": 20, "Prénom": 18, "Cohorte": 18, "Pourquoi, ou que faire": 48}
"""Title of each column and its width in the workbook."""


@dataclass(frozen=True, slots=True)
class Point:
    """A point in words, and the enrollments behind it."""

    gravity: str
    sentence: str
    advice: str
    enrollment_ids: tuple[int, ...]


def write_report_points(db: Database, scope: str, points: Sequence[Point], path: Path) -> int:
    """Write a line for each person of each point, as a workbook, or as CSV if the name says so; how many.

    ``scope``: of which report, in words without a name. Entered in the register of exports
    first, and written whole or not at all. Text stays text. Raises StorageProblem.
    """
    with db.read() as session:
        rows = [row for point in points for row in _rows(session, point)]
    people = len({one for point in points for one in point.enrollment_ids})
    data = list_bytes(path.suffix, "Points à vérifier", _TITLES, rows)
    record_export(db, "report_points", scope, people)
    write_atomically(path, data)
    return people


def _rows(session: Session, point: Point) -> list[tuple[str, ...]]:
    return [
        (point.gravity, point.sentence, one.last_name, one.first_name, one.cohort_code, point.advice)
        for one in named(session, point.enrollment_ids)
    ]
