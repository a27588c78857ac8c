"""One mark of an attendance list: P, A, « J mal. », « R 40 », S, or hours of presence."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal

from gen_desktop import french
from gen_desktop.french import NBSP
from gen_desktop.importing import cleaners
from gen_desktop.importing.grid import Cell
from gen_desktop.importing.values import checked_text, minutes, shown
from gen_desktop.models.attendance import JUSTIFIED, LATE, PRESENT, justified_codes, lateness_refusal
from gen_desktop.models.names import fold, unaccent
from gen_desktop.reference.lists import code_list

ACCEPTED = (
    "P (présent), A (absent), J et son motif (J mal.), R et ses minutes de retard (R 40), S (fermeture), "
    "ou rien quand ce n’est pas saisi"
)
_TICKS = frozenset("✓✔☑√")
_NOTHING = re.compile(r"[\s.?…_\-‐-―−]*")
_NOT_RECORDED = frozenset(("non saisi", "non saisie", "non renseigne", "non renseignee", "nsp", "nr"))
_LATE = re.compile(
    r"(?:r|ret|retard|depart anticipe|depart)[ .:(-]*(?:de )?(?P<length>[0-9][0-9a-z:.' ]*?)\)?"
)
_LATE_AFTER = re.compile(r"(?P<length>[0-9][0-9a-z:.' ]*?) (?:de )?(?:r|ret|retard|depart anticipe)\.?")
_JUSTIFIED = re.compile(r"(?:aj|j|justifiee?|absence justifiee)[ .:,(/-]+(?P<reason>[^()]+?)\)?")
_HOURS = re.compile(r"[0-9]{1,2}(?:[.,][0-9]{1,2})?(?: ?h(?:eures?)?)?|[0-9]{1,2} ?[h:] ?[0-5][0-9]")


@dataclass(frozen=True, slots=True)
class SaidMark:
    """What a cell says. ``status`` None: minutes of presence are told, in ``present``.

    ``missed``: minutes of a late arrival or early leaving. ``is_one``: the bare figure 1, which means
    present, or an hour where other cells hold hours.
    """

    status: str | None = None
    missed: int = 0
    present: int | None = None
    is_one: bool = False

    @property
    def is_lateness_without_minutes(self) -> bool:
        """A late arrival whose length is not told."""
        return self.status == LATE and not self.missed


def read_mark(cell: Cell) -> SaidMark | None:
    """What the cell says, None for nothing recorded. Raises ValueError with a French sentence."""
    if cell is None:
        return None
    if isinstance(cell, bool):
        raise ValueError(_refusal(cell))
    if isinstance(cell, (dt.time, dt.timedelta)):
        return SaidMark(present=minutes(cell))
    if isinstance(cell, (int, float)):
        return _read_number(cell)
    text = " ".join(checked_text(cell).split())
    if _NOTHING.fullmatch(text) or fold(text) in _NOT_RECORDED:
        return None
    if text in _TICKS:
        return SaidMark(PRESENT)
    found = code_list("attendance_status").find(text)
    if found is not None:
        return SaidMark(found.code, is_one=text == "1")
    return _read_text(text, cell)


def settle(said: SaidMark, session_minutes: int) -> tuple[str, int]:
    """Status and minutes missed, in a half-day of that length. Raises ValueError when it cannot be."""
    if said.status is not None:
        refused = lateness_refusal(session_minutes, said.missed) if said.status == LATE else None
        if refused:
            raise ValueError(f"{refused}.")
        return said.status, said.missed
    present = said.present or 0
    if present > session_minutes:
        raise ValueError(
            f"{french.duration(present)} de présence dépassent la demi-journée, "
            f"qui dure {french.duration(session_minutes)}."
        )
    if present == 0:
        raise ValueError(f"sans présence, dites l’absence{NBSP}: A, ou J et son motif.")
    return (PRESENT, 0) if present == session_minutes else (LATE, session_minutes - present)


def read_reason(text: str) -> str:
    """The status of a justified absence from its reason. Raises ValueError with the accepted ones."""
    codes = [code_list("attendance_status")[code] for code in justified_codes()]
    wanted = fold(text).rstrip(".")
    for code in codes:
        if wanted and wanted in (fold(code["short"]).rstrip("."), fold(code.label)):
            return code.code
    found = code_list("attendance_status").find(text)
    if found is not None and found.code in justified_codes():
        return found.code
    accepted = ", ".join(code["short"] or code.label.lower() for code in codes if code.code != JUSTIFIED)
    raise ValueError(
        f"{shown(text)} n’est pas un motif d’absence reconnu. Motifs admis{NBSP}: {accepted.rstrip('.')}."
    )


def _read_number(cell: float) -> SaidMark:
    if cell == 1:
        return SaidMark(PRESENT, is_one=True)
    return SaidMark(present=_hours_in(str(cell).replace(".", ","), cell))


def _read_text(text: str, cell: Cell) -> SaidMark:
    plain = unaccent(text)
    for pattern in (_LATE, _LATE_AFTER):
        if match := pattern.fullmatch(plain):
            return SaidMark(LATE, missed=minutes(match["length"]) or 0)
    if match := _JUSTIFIED.fullmatch(plain):
        return SaidMark(read_reason(match["reason"].strip()))
    if _HOURS.fullmatch(plain):
        return SaidMark(present=_hours_in(plain, cell))
    raise ValueError(_refusal(cell))


def _hours_in(text: str, cell: Cell) -> int:
    found = cleaners.hours(text.replace(":", "h"))
    if found is None or Decimal(found) > 24 * 60:
        raise ValueError(_refusal(cell))
    return found


def _refusal(cell: Cell) -> str:
    return f"{shown(cell)} n’est pas une marque reconnue. Marques admises{NBSP}: {ACCEPTED}."
