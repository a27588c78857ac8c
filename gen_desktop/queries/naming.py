"""The names that people ever had in a file, and where else than in their own records they are written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from gen_desktop.changes import Author
from gen_desktop.models.calling import Call
from gen_desktop.models.document import IssuedDocument
from gen_desktop.models.draft import Draft
from gen_desktop.models.history import RecordChange
from gen_desktop.models.learner import Learner
from gen_desktop.models.privacy import NominativeExport, as_words
from gen_desktop.models.submitted_report import SubmittedReport
from gen_desktop.queries.drafts import owner
from gen_desktop.queries.personal_records import Belongings, chunks

_NAMING: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (IssuedDocument, ("title", "scope")),
    (NominativeExport, ("scope",)),
    (SubmittedReport, ("reason", "recipient")),
)
"""Records about other things, whose words may hold a person's name."""


@dataclass(frozen=True, slots=True)
class Names:
    """Every name that these people ever had in the file, as folded words (models/privacy.as_words)."""

    last: frozenset[str]
    first: frozenset[str]
    full: frozenset[str]

    def are_in(self, text: str) -> bool:
        """Whether a text about these people holds a last name of theirs."""
        words = as_words(text)
        return any(name in words for name in self.last)

    def are_both_in(self, text: str) -> bool:
        """Whether a text holds a last name and a first name of theirs, wherever they are in it."""
        words = as_words(text)
        return self.are_in(text) and any(name in words for name in self.first)

    def are_whole_in(self, text: str) -> bool:
        """Whether a text about anything holds the first and last names of one of them."""
        words = as_words(text)
        return any(name in words for name in self.full)


def names_of(session: Session, learner_ids: Iterable[int]) -> Names:
    """The names in the rows and in the log, those of before a marriage or a correction included."""
    last: set[str] = set()
    first: set[str] = set()
    for state in _learner_states(session, learner_ids):
        last |= {as_words(state[name]) for name in ("last_name", "birth_name") if state.get(name)}
        first |= {as_words(state["first_name"])} if state.get("first_name") else set()
    pairs = {(a, b) for a in last for b in first}
    full = {as_words(f"{x}{y}") for a, b in pairs for x, y in ((a, b), (b, a))}
    nothing = {as_words("")}
    return Names(frozenset(last) - nothing, frozenset(first) - nothing, frozenset(full) - nothing)


def naming_records(session: Session, names: Names) -> Iterator[tuple[Any, list[str], int]]:
    """Documents issued and exports whose words name one of these people: table, columns, id."""
    for model, columns in _NAMING:
        for record_id, *texts in session.execute(select(model.id, *(getattr(model, one) for one in columns))):
            named = [
                name for name, text in zip(columns, texts, strict=True) if text and names.are_whole_in(text)
            ]
            if named:
                yield model, named, record_id


def drafts_about(session: Session, own: Belongings, names: Names, author: Author | None = None) -> list[int]:
    """The forms left unfinished about these people: by their record, or by the name typed in them.

    ``author``: only those that this person types.
    """
    records = own.learners | own.ids["enrollment"]
    return [
        draft_id
        for draft_id, page, form, title, typed in session.execute(
            select(Draft.id, Draft.page, Draft.form, Draft.title, Draft.typed).where(
                true() if author is None else Draft.author == owner(author)
            )
        )
        if records & set(_numbers(page, form)) or names.are_both_in(f"{title} {typed}")
    ]


def _numbers(page: str, form: str) -> Iterator[int]:
    """The records that the key of a form tells; that of a call is made of an enrollment and a horizon."""
    for number in re.findall(r"\d+", form):
        yield Call.of(int(number)).enrollment_id if page == "placements" else int(number)


def _learner_states(session: Session, learner_ids: Iterable[int]) -> Iterator[dict[str, Any]]:
    columns = (Learner.last_name, Learner.first_name, Learner.birth_name)
    for some in chunks(learner_ids):
        for row in session.execute(select(*columns).where(Learner.id.in_(some))):
            yield row._asdict()
        keys = [str(one) for one in some]
        for states in session.execute(
            select(RecordChange.before, RecordChange.after).where(
                RecordChange.kind == Learner.__tablename__, RecordChange.record_key.in_(keys)
            )
        ):
            yield from (json.loads(state) for state in states if state)
