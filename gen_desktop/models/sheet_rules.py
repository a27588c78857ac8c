"""What a filed sheet proves: pure rules over what was seen on it and what is recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from gen_desktop.french import NARROW, plural
from gen_desktop.reference.lists import codes_where

SIGNED = "signed"
"""A cell with a signature like any other: it leaves no row of signature_defect."""
MISSING = "missing"
UNEXPECTED = "unexpected"
DOUBTFUL = "doubtful"
BLANK = "blank"
"""A cell without a signature, of somebody who was not recorded as present when the sheet was filed."""


class SheetStatus(StrEnum):
    """Where the sheet of a half-day stands; whether it proves anything is settled once it is recorded."""

    TO_COME = "to_come"
    NOT_NEEDED = "not_needed"
    EMPTY = "empty"
    INCOMPLETE = "incomplete"
    TO_FILE = "to_file"
    SIGNED = "signed"
    DEFECT = "defect"


@dataclass(frozen=True, slots=True)
class SheetState:
    """The sheet of a half-day.

    ``unrecorded``: people due without a mark; ``sheets``: how many scans prove the half-day;
    ``trainer_signed`` None: nobody looked, or there is no scan; ``missing``, ``unexpected``, ``doubtful``:
    people whose signature is so.
    """

    class_session_id: int
    status: SheetStatus
    unrecorded: int = 0
    sheets: int = 0
    trainer_signed: bool | None = None
    missing: int = 0
    unexpected: int = 0
    doubtful: int = 0

    @property
    def words(self) -> str:
        """What people read, without a capital: « 2 signatures manquent »."""
        if self.status is SheetStatus.DEFECT:
            return defect_words([self])
        words = _WORDS.get(self.status) or f"{plural(self.unrecorded, 'personne')} à noter"
        is_before_marks = self.sheets and self.status in (SheetStatus.EMPTY, SheetStatus.INCOMPLETE)
        return f"{words}{NARROW}; la feuille est classée" if is_before_marks else words


_WORDS = {
    SheetStatus.TO_COME: "à venir",
    SheetStatus.NOT_NEEDED: "sans feuille à signer",
    SheetStatus.EMPTY: "rien n’est noté",
    SheetStatus.TO_FILE: "feuille à classer",
    SheetStatus.SIGNED: "feuille signée",
}


def defect_words(states: Sequence[SheetState]) -> str:
    """What is wrong with these half-days together: « le formateur n’a pas signé, 2 signatures manquent »."""
    said = []
    if any(one.trainer_signed is False for one in states):
        said.append("le formateur n’a pas signé")
    if any(one.trainer_signed is None for one in states):
        said.append("signature du formateur à vérifier")
    for count, one, several in (
        (sum(state.missing for state in states), "signature manque", "signatures manquent"),
        (
            sum(state.unexpected for state in states),
            "signature d’une personne absente",
            "signatures de personnes absentes",
        ),
        (sum(state.doubtful for state in states), "signature douteuse", "signatures douteuses"),
    ):
        said += [plural(count, one, several)] if count else []
    return ", ".join(said)


@cache
def signed_modes() -> tuple[str, ...]:
    """The modes of a half-day that people sign for on a sheet; without a mode it is as the course: signed."""
    return codes_where("session_mode", signed="yes")


def has_signature(noted: str | None) -> bool:
    """Whether a cell holds a signature. ``noted``: a code of signature_defect, None for nothing wrong."""
    return noted not in (MISSING, BLANK)


def defect_of(noted: str | None, is_present: bool | None) -> str | None:
    """What is wrong with a signature today: a code of signature_defect, or None.

    ``is_present`` None: not recorded. It follows the marks: a mark corrected after the filing is held against
    what was seen on the paper, so that presence is never proved by an empty cell.
    """
    if noted == DOUBTFUL:
        return DOUBTFUL
    if is_present is None:
        return noted if noted == MISSING else None
    if is_present:
        return None if has_signature(noted) else MISSING
    return UNEXPECTED if has_signature(noted) else None


def status_of(
    *, is_held: bool, is_needed: bool, marks: int, unrecorded: int, sheets: int, is_proved: bool
) -> SheetStatus:
    """Where the sheet of a half-day stands. ``is_proved``: the trainer signed and no signature is wrong."""
    if not is_needed and not sheets:
        return SheetStatus.NOT_NEEDED
    if marks == 0:
        return SheetStatus.EMPTY if is_held else SheetStatus.TO_COME
    if unrecorded:
        return SheetStatus.INCOMPLETE
    if not sheets:
        return SheetStatus.TO_FILE
    return SheetStatus.SIGNED if is_proved else SheetStatus.DEFECT
