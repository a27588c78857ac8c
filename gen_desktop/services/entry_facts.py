"""All that is known of one enrollment at its entry, its territory aside (services/territory.py)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import InvalidInput, NotFound, Problem
from gen_desktop.french import short_date
from gen_desktop.models.enrollment import Enrollment, EntryFacts, Sensitive, facts_problems
from gen_desktop.services.companies import CompanyInput, find_or_insert
from gen_desktop.services.enrollments import name_of, set_facts

KINDS = frozenset({"enrollment", "sensitive_facts"})


@dataclass(frozen=True, slots=True)
class PlannedDays:
    """When somebody applied, and the days that were planned with her; None is unknown."""

    applied_on: dt.date | None = None
    planned_entry_on: dt.date | None = None
    planned_exit_on: dt.date | None = None


def record_facts(
    db: Database,
    enrollment_id: int,
    facts: EntryFacts,
    sensitive: Sensitive | None,
    days: PlannedDays,
    today: dt.date,
    *,
    employer: str | None = None,
) -> Change:
    """Replace the facts and planned days of an enrollment. Raises InvalidInput with every problem, NotFound.

    ``sensitive`` and ``employer`` None: they were not shown, and stay as they are. ``employer``: one that is
    known, by its name, or a new one; '' for none.
    """
    name = f"Faits à l’entrée de {name_of(db, enrollment_id)}"
    if problems := [*facts_problems(facts), *_day_problems(facts, days, today)]:
        raise InvalidInput(*problems)
    with db.write(name) as session:
        enrollment = session.get(Enrollment, enrollment_id)
        if enrollment is None:
            raise NotFound("Cette inscription n’est plus dans le fichier.")
        set_facts(session, enrollment_id, facts, sensitive)
        for column in ("applied_on", "planned_entry_on", "planned_exit_on"):
            if getattr(enrollment, column) != getattr(days, column):
                setattr(enrollment, column, getattr(days, column))
        if employer is not None:
            enrollment.employer_company_id = _company(session, employer)
    return Change(KINDS | {"company"}, frozenset({enrollment_id}), name)


def _company(session: Session, employer: str) -> int | None:
    if not employer.strip():
        return None
    return find_or_insert(session, CompanyInput(employer))[0]


def _day_problems(facts: EntryFacts, days: PlannedDays, today: dt.date) -> Iterator[Problem]:
    registered = facts.france_travail_registered_on
    if registered is not None and registered > today:
        sentence = f"L’inscription à France Travail ({short_date(registered)}) est dans l’avenir."
        yield Problem("france_travail_registered_on", sentence)
    first, last = days.planned_entry_on, days.planned_exit_on
    if first is not None and last is not None and last < first:
        yield Problem("planned_exit_on", f"La fin prévue est avant l’entrée prévue ({short_date(first)}).")
