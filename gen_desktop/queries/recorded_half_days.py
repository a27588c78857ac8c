"""What is recorded for half-days: a half-day that holds something is neither taken away nor planned again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gen_desktop import french
from gen_desktop.models.attendance import Attendance
from gen_desktop.models.signed_sheet import SheetHalfDay

_CHUNK = 400


@dataclass(frozen=True, slots=True)
class Recorded:
    """Of one half-day: how many people have a mark, how many signed sheets prove it."""

    marks: int
    sheets: int

    def said(self) -> str:
        """« 12 saisies d’émargement et 1 feuille signée »."""
        parts = []
        if self.marks:
            parts.append(f"{french.plural(self.marks, 'saisie')} d’émargement")
        if self.sheets:
            parts.append(french.plural(self.sheets, "feuille signée", "feuilles signées"))
        return french.join_names(parts)


def recorded(session: Session, class_session_ids: Sequence[int]) -> dict[int, Recorded]:
    """What each of these half-days holds; those that hold nothing are absent."""
    marks = _counts(session, Attendance.class_session_id, class_session_ids)
    sheets = _counts(session, SheetHalfDay.class_session_id, class_session_ids)
    return {one: Recorded(marks.get(one, 0), sheets.get(one, 0)) for one in marks.keys() | sheets.keys()}


def _counts(session: Session, column: object, ids: Sequence[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for start in range(0, len(ids), _CHUNK):
        rows = session.execute(
            select(column, func.count())  # type: ignore[call-overload]  # one of the two columns above
            .where(column.in_(ids[start : start + _CHUNK]))  # type: ignore[attr-defined]
            .group_by(column)
        )
        found.update((row[0], row[1]) for row in rows)
    return found
