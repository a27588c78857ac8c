"""What an import would do, row by row, before anything is written. No storage, no Qt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal, Protocol

from sqlalchemy.orm import Session

from gen_desktop import french
from gen_desktop.errors import InvalidInput, Problem
from gen_desktop.french import NBSP
from gen_desktop.importing.choices import Choices
from gen_desktop.importing.grid import Cell
from gen_desktop.importing.reading import IgnoredRow
from gen_desktop.importing.repairs import ColumnRepair, Repair
from gen_desktop.jobs import Job

Kind = Literal["learners", "attendance", "follow-ups", "remote-logs"]
KIND_NAMES: dict[Kind, str] = {
    "learners": "Apprenants",
    "attendance": "Émargement",
    "follow-ups": "Suivi après la formation",
    "remote-logs": "Travail à distance",
}
MAX_SENTENCES = 200
"""Remarks printed at most; the rest is counted. Errors are all printed: they are to be mended at once."""
DOUBT = "doubt"
"""The field of a remark that somebody new may be somebody known."""
CONTRADICTION, REPAIR_REFUSED, ROW_LEFT_OUT = "contradiction", "repair_refused", "left_out"
"""Codes of remarks, for the report that is kept: it holds no sentence."""
_DOUBTS_TOLD = 20


class Level(StrEnum):
    """How much a note weighs: an error forbids the whole import, a refusal leaves its row out of it."""

    ERROR = "error"
    REFUSED = "refused"
    WARNING = "warning"
    NOTICE = "notice"


class RowState(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    UPDATE = "update"
    SAME = "same"
    JOINED = "joined"
    REFUSED = "refused"
    ERROR = "error"


STATE_WORDS = {
    RowState.NEW: ("nouvelle", "nouvelles"),
    RowState.UPDATE: ("modifiée", "modifiées"),
    RowState.SAME: ("inchangée", "inchangées"),
    RowState.JOINED: ("jointe à une autre", "jointes à une autre"),
    RowState.REFUSED: ("refusée", "refusées"),
    RowState.ERROR: ("en erreur", "en erreur"),
}
"""Of lines (une ligne nouvelle), singular and plural."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something to say about a cell, a row, or the whole list (``row`` 0).

    ``text`` follows a colon, so it begins in lower case. ``value``: the cell as quoted (« 31/02/2026 »).
    """

    level: Level
    text: str
    row: int = 0
    column: str = ""
    value: str = ""
    field: str = ""
    code: str = ""

    def sentence(self, file_name: str) -> str:
        """The whole sentence, naming the file, the row, the column and the value."""
        place = [f"«{NBSP}{file_name}{NBSP}»"]
        if self.row:
            place.append(f"ligne {self.row}")
        if self.column:
            place.append(f"colonne «{NBSP}{self.column}{NBSP}»")
        said = self.text if not self.value or self.value in self.text else f"{self.value}, {self.text}"
        return f"{', '.join(place)}{NBSP}: {said}"


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A row of the list. ``what``: the person; ``details``: what is new or changes, with before and after.

    ``changed``: the fields that change; ``learner_id``: the person, when she is known already.
    """

    number: int
    state: RowState
    what: str
    details: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    repairs: tuple[Repair, ...] = ()
    changed: tuple[str, ...] = ()
    learner_id: int | None = None


@dataclass(frozen=True, slots=True)
class HowRead:
    """How the file was understood, for people to correct.

    ``titles`` on the line ``title_row``; ``first_rows``: the top of the sheet as it stands. ``mapping``:
    title → field, as people said it, now or on ``remembered_on``. ``by_content``: title in the file and title
    of ours, for the columns told by what they hold. ``repairs``: what was mended, or would be.
    """

    titles: tuple[str, ...] = ()
    title_row: int = 0
    first_rows: tuple[tuple[Cell, ...], ...] = ()
    choices: Choices = field(default_factory=Choices)
    mapping: Mapping[str, str] = field(default_factory=dict)
    remembered_on: dt.date | None = None
    by_content: tuple[tuple[str, str], ...] = ()
    repairs: tuple[ColumnRepair, ...] = ()


class Work(Protocol):
    """What is left to do once everything is known to be right."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing would be written."""

    def write(self, session: Session, job: Job) -> tuple[frozenset[str], frozenset[int]]:
        """Write it all in the open transaction; the kinds and ids touched."""

    def release(self) -> None:
        """Free, little by little, what would hold other threads up at once; it cannot be written any more."""
        return  # a few marks or lines are freed at once

    def learner_ids(self) -> Mapping[int, int]:
        """Number of the row → the person that it made or was about, once written; {} when the rows say it."""
        return {}


@dataclass(frozen=True, slots=True)
class Plan:
    """An import, checked and not yet written.

    ``notes``: about the whole list. ``matched``: title in the file and title of ours. ``creations``: what
    will be made besides the rows, one sentence each. ``totals``: named counts, for people and for --json.
    ``position``: where the change log stood, so that nothing is applied to a file that moved since.
    """

    kind: Kind
    file_name: str
    sheet: str
    gesture: str
    rows: tuple[PlanRow, ...]
    notes: tuple[Note, ...]
    matched: tuple[tuple[str, str], ...]
    unknown_columns: tuple[str, ...]
    ignored: tuple[IgnoredRow, ...]
    creations: tuple[str, ...]
    totals: Mapping[str, int]
    position: int
    work: Work = field(repr=False)
    read: HowRead = field(default_factory=HowRead)

    @property
    def all_notes(self) -> Iterator[Note]:
        """Those of the whole list, then those of the rows in their order."""
        yield from self.notes
        for row in self.rows:
            yield from row.notes

    def count(self, state: RowState) -> int:
        """How many rows of that state."""
        return sum(row.state == state for row in self.rows)

    @property
    def has_errors(self) -> bool:
        """Whether the import is refused."""
        return any(note.level == Level.ERROR for note in self.all_notes)

    def refuse_errors(self) -> None:
        """Raise InvalidInput with every error as a sentence."""
        errors = [note for note in self.all_notes if note.level == Level.ERROR]
        if errors:
            raise InvalidInput(*(Problem(note.field, note.sentence(self.file_name)) for note in errors))

    def summary(self) -> list[str]:
        """A few sentences: what was read, what will be written, what will be made besides."""
        lines = french.plural(len(self.rows), "ligne lue", "lignes lues")
        states = [
            f"{french.number(self.count(state))} {french.form(self.count(state), *words)}"
            for state, words in STATE_WORDS.items()
            if self.count(state)
        ]
        sheet = f", feuille «{NBSP}{self.sheet}{NBSP}»" if self.sheet else ""
        head = f"«{NBSP}{self.file_name}{NBSP}»{sheet}{NBSP}: {lines}"
        return [f"{head}, dont {', '.join(states)}." if states else f"{head}.", *self.creations]

    def notices(self) -> list[str]:
        """Warnings and notices as sentences (the first 200, then their number), many doubts as one."""
        notes = [note for note in self.all_notes if note.level != Level.ERROR]
        doubts = [note for note in notes if note.field == DOUBT]
        if len(doubts) > _DOUBTS_TOLD:
            notes = [_all_doubts(doubts), *(note for note in notes if note.field != DOUBT)]
        return _capped([note.sentence(self.file_name) for note in notes])

    def to_json(self) -> dict[str, Any]:
        """Everything but the work itself, as plain values."""
        return {
            "kind": self.kind,
            "file": self.file_name,
            "sheet": self.sheet,
            "gesture": self.gesture,
            "totals": {**{str(state): self.count(state) for state in RowState}, **self.totals},
            "creations": list(self.creations),
            "columns": [{"title": title, "meaning": meaning} for title, meaning in self.matched],
            "unknown_columns": list(self.unknown_columns),
            "ignored_rows": [{"row": one.number, "reason": one.reason} for one in self.ignored],
            "notes": [_note_json(note) for note in self.notes],
            "rows": [
                {
                    "row": row.number,
                    "state": str(row.state),
                    "what": row.what,
                    "details": list(row.details),
                    "notes": [_note_json(note) for note in row.notes],
                }
                for row in self.rows
            ],
        }


def inner(sentence: str) -> str:
    """A sentence made to follow a colon: « L’entrée… » becomes « l’entrée… », « CDI… » stays."""
    if len(sentence) > 1 and sentence[0].isupper() and not sentence[1].isupper():
        return sentence[0].lower() + sentence[1:]
    return sentence


def _all_doubts(doubts: Sequence[Note]) -> Note:
    """One sentence for the rows that may be about somebody known."""
    rows = [str(note.row) for note in doubts[:_DOUBTS_TOLD]]
    text = (
        f"{french.number(len(doubts))} lignes ressemblent à une personne déjà connue ou déjà dans la liste "
        f"(nom, identifiant, date de naissance ou téléphone) et créent pourtant une fiche{NBSP}: "
        f"lignes {', '.join(rows)}…"
    )
    return Note(Level.WARNING, text, field=DOUBT)


def _capped(sentences: Sequence[str]) -> list[str]:
    if len(sentences) <= MAX_SENTENCES:
        return list(sentences)
    left = french.plural(len(sentences) - MAX_SENTENCES, "autre remarque", "autres remarques")
    return [*sentences[:MAX_SENTENCES], f"… et {left}."]


def _note_json(note: Note) -> dict[str, Any]:
    return {
        "level": str(note.level),
        "row": note.row or None,
        "column": note.column or None,
        "value": note.value or None,
        "text": note.text,
    }
