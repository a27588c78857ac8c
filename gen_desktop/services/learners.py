"""The persons: who they are and how they are reached."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from types import MappingProxyType
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import Conflict, InvalidInput, NotFound, Problem
from gen_desktop.models.enrollment import EntryFacts, Sensitive
from gen_desktop.models.learner import (
    Learner,
    contact_problems,
    full_name,
    identity_problems,
    nir_problems,
    search_text,
    searched_again,
)
from gen_desktop.models.learner_completeness import kept_as_typed
from gen_desktop.models.names import sort_key
from gen_desktop.services.deletion import delete_with_all
from gen_desktop.services.enrollments import (
    EnrollmentInput,
    add_enrollment,
    enrollment_problems,
    facts_input_problems,
    set_facts,
)

KINDS = frozenset({"learner"})
NOTHING_WRONG: Mapping[str, str] = MappingProxyType({})
WITH_ENROLLMENT = KINDS | {"enrollment", "sensitive_facts"}


@dataclass(frozen=True, slots=True)
class LearnerInput:
    """A person as typed or imported; spaces around are dropped, an empty text is unknown."""

    last_name: str
    first_name: str
    birth_name: str | None = None
    birth_date: dt.date | None = None
    birth_place: str | None = None
    sex: str | None = None
    phone: str | None = None
    second_phone: str | None = None
    email: str | None = None
    address: str | None = None
    postal_code: str | None = None
    city: str | None = None
    insee_code: str | None = None
    relay_contact: str | None = None
    france_travail_id: str | None = None
    note: str | None = None

    @property
    def full_name(self) -> str:
        """« Delorme Kévin »."""
        return full_name(self.last_name, self.first_name)


def create_learner(
    db: Database,
    values: LearnerInput,
    enrollment: EnrollmentInput | None = None,
    *,
    to_correct: Mapping[str, str] = NOTHING_WRONG,
) -> Change:
    """Create a person, enrolled at once when ``enrollment`` is given (its ``learner_id`` is not looked at).

    ``to_correct``: the fields that are not right yet, as typed; their values are unknown until they are.
    Raises InvalidInput with every problem of both.
    """
    name = f"Créer {values.full_name}"
    with db.write(name) as session:
        problems = [*learner_problems(values), *nir_problems(to_correct)]
        if enrollment is not None:
            problems += enrollment_problems(session, enrollment)
        if problems:
            raise InvalidInput(*problems)
        learner_id = add_learner(session, values, kept_as_typed(to_correct))
        if enrollment is not None:
            add_enrollment(session, replace(enrollment, learner_id=learner_id))
    kinds = KINDS if enrollment is None else WITH_ENROLLMENT
    return Change(kinds, frozenset({learner_id}), name, learner_id)


def update_learner(
    db: Database,
    learner_id: int,
    values: LearnerInput,
    *,
    version: int | None = None,
    entry: tuple[int, EntryFacts, Sensitive | None] | None = None,
    to_correct: Mapping[str, str] = NOTHING_WRONG,
) -> Change:
    """Change a person, and the facts of one enrollment (``entry``: its id, its facts) in the same gesture.

    Sensitive facts that are None there were not shown, and stay as they are. ``to_correct``: as for a new
    person, instead of what the record had.

    ``version``: the one the person at the keyboard was shown. Raises InvalidInput with every problem,
    Conflict when the record was changed since, NotFound.
    """
    name = f"Modifier {values.full_name}"
    with db.write(name) as session:
        learner = session.get(Learner, learner_id)
        if learner is None:
            raise NotFound("Cette personne n’est plus dans le fichier.")
        if learner.erased_on is not None:
            raise Conflict("Cette personne a été effacée\u00a0: sa fiche ne change plus.")
        if version is not None and learner.version != version:
            raise Conflict("Cette fiche a été modifiée entre-temps.")
        problems = [*learner_problems(values), *nir_problems(to_correct)]
        if entry is not None:
            problems += facts_input_problems(entry[1])
        if problems:
            raise InvalidInput(*problems)
        columns = {**_columns(values), "to_correct": kept_as_typed(to_correct)}
        columns["search_text"] = searched_again(learner.search_text, columns["search_text"])
        for column, value in columns.items():
            if getattr(learner, column) != value:
                setattr(learner, column, value)
        if entry is not None:
            set_facts(session, *entry)
    touched = {learner_id} if entry is None else {learner_id, entry[0]}
    return Change(KINDS if entry is None else WITH_ENROLLMENT, frozenset(touched), name)


def delete_learner(db: Database, learner_id: int) -> Change:
    """Delete a person with her enrollments and all that hangs on them. Raises NotFound, Conflict.

    The change log keeps it all: it is no erasure. Issued documents stay.
    """
    with db.read() as session:
        row = session.execute(
            select(Learner.last_name, Learner.first_name).where(Learner.id == learner_id)
        ).first()
    if row is None:
        raise NotFound("Cette personne n’est plus dans le fichier.")
    name = f"Supprimer {full_name(*row)}"
    with db.write(name) as session:
        kinds = delete_with_all(session, "learner", [learner_id])
    return Change(kinds, frozenset({learner_id}), name)


def insert_learner(session: Session, values: LearnerInput) -> int:
    """Create a person within a unit of work. Raises InvalidInput with every problem."""
    if problems := learner_problems(values):
        raise InvalidInput(*problems)
    return add_learner(session, values)


def add_learner(session: Session, values: LearnerInput, to_correct: str | None = None) -> int:
    """``insert_learner`` for values already known to be without problems."""
    learner = Learner(**_columns(values), to_correct=to_correct)
    session.add(learner)
    return learner.id


def learner_problems(values: LearnerInput) -> list[Problem]:
    """Everything that keeps the person from being written."""
    today = dt.date.today()
    return [
        *identity_problems(values.last_name, values.first_name, values.birth_date, values.sex, today),
        *contact_problems(values.email, values.postal_code),
        *nir_problems(asdict(values)),
    ]


def _columns(values: LearnerInput) -> dict[str, Any]:
    columns: dict[str, Any] = {
        name: (value.strip() or None) if isinstance(value, str) else value
        for name, value in asdict(values).items()
    }
    postal_code = columns["postal_code"]
    columns["postal_code"] = postal_code.replace(" ", "") if postal_code else None
    columns["sort_key"] = sort_key(values.last_name.strip(), values.first_name.strip())
    columns["search_text"] = search_text(
        values.last_name,
        values.first_name,
        values.birth_name,
        values.phone,
        values.france_travail_id,
        values.second_phone,
    )
    return columns
