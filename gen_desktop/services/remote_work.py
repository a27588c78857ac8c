"""Distance work: activities planned for people, done, then verified by somebody.

What counts is the estimated duration of what was done and verified (R6341-13); the time that a platform
logged is told and never counted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import Conflict, InvalidInput, NotFound, Problem
from gen_desktop.french import NBSP
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.remote_work import RemoteActivity
from gen_desktop.reference.lists import code_list
from gen_desktop.services.deletion import delete_with_all
from gen_desktop.services.enrollments import name_of

KINDS = frozenset({"remote_activity"})
GONE = "Cette activité à distance n’est plus dans le fichier."
LONGEST_MINUTES = 60 * 1000
"""A thousand hours: nobody is given more at once, a slip of the keys is."""
LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class ActivityInput:
    """What is to be done at distance. ``estimated_minutes``: told to the learner beforehand (D6313-3-1)."""

    title: str
    estimated_minutes: int
    planned_on: dt.date
    kind: str | None = None  # code list remote_activity_kind


@dataclass(frozen=True, slots=True)
class OutcomeInput:
    """What became of it. ``connected_minutes``: as a platform logged it; ``verified_by``: a name."""

    done_on: dt.date | None = None
    result: str | None = None
    connected_minutes: int | None = None
    verified_on: dt.date | None = None
    verified_by: str | None = None


def plan_for_cohort(db: Database, cohort_id: int, values: ActivityInput) -> Change:
    """The same activity for whoever is in training in a cohort on that day, in one gesture.

    Raises NotFound, InvalidInput (fields of ActivityInput; ``planned_on`` also when nobody is there).
    """
    _check(values)
    with db.read() as session:
        code = session.scalar(select(Cohort.code).where(Cohort.id == cohort_id))
        if code is None:
            raise NotFound("Cette cohorte n’existe plus.")
        people = session.scalars(_in_training(cohort_id, values.planned_on)).all()
    if not people:
        day = french.short_date(values.planned_on)
        raise InvalidInput.one("planned_on", f"Personne n’est en formation dans {code} le {day}.")
    what = french.plural(len(people), "personne")
    name = f"Travail à distance «{NBSP}{_title(values)}{NBSP}»{NBSP}: {code}, {what}"
    with db.write(name) as session:
        session.add_all(_activity(enrollment_id, values) for enrollment_id in people)
    return Change(KINDS, frozenset(people), name)


def plan_activity(db: Database, enrollment_id: int, values: ActivityInput) -> Change:
    """An activity for one person. Raises NotFound, InvalidInput."""
    _check(values)
    name = f"Travail à distance «{NBSP}{_title(values)}{NBSP}»{NBSP}: {name_of(db, enrollment_id)}"
    with db.write(name) as session:
        made = _activity(enrollment_id, values)
        session.add(made)
    return Change(KINDS, frozenset({enrollment_id}), name, made.id)


def change_activity(
    db: Database,
    activity_id: int,
    values: ActivityInput,
    outcome: OutcomeInput,
    today: dt.date,
    *,
    version: int | None = None,
) -> Change:
    """Say otherwise what an activity is and what became of it. ``version``: the one shown.

    Raises NotFound, InvalidInput (verified before done, in the future, a duration of nothing), Conflict.
    """
    _check(values)
    if problems := list(_outcome_problems(outcome, today)):
        raise InvalidInput(*problems)
    enrollment_id = _enrollment_of(db, activity_id)
    name = f"Modifier «{NBSP}{_title(values)}{NBSP}» de {name_of(db, enrollment_id)}"
    with db.write(name) as session:
        activity = session.get(RemoteActivity, activity_id)
        if activity is None:
            raise NotFound(GONE)
        if version is not None and activity.version != version:
            raise Conflict("Cette activité a été modifiée entre-temps.")
        _fill(activity, values)
        activity.done_on, activity.connected_minutes = outcome.done_on, outcome.connected_minutes
        activity.result, activity.verified_on = _text(outcome.result), outcome.verified_on
        activity.verified_by = _text(outcome.verified_by)
    return Change(KINDS, frozenset({enrollment_id}), name)


def verify(db: Database, activity_ids: Sequence[int], on: dt.date, by: str, today: dt.date) -> Change:
    """Somebody verified these activities that day; those without a day when they were done were done then.

    What is verified already is left alone. Raises NotFound, InvalidInput (``verified_on``, ``verified_by``).
    """
    by = " ".join(by.split())
    if not by:
        raise InvalidInput.one("verified_by", "Dites qui a vérifié ce travail.")
    with db.read() as session:
        rows = _rows(session, activity_ids)
    wanted = [row for row in rows if row.verified_on is None]
    for row in wanted:
        outcome = OutcomeInput(done_on=row.done_on or on, verified_on=on, verified_by=by)
        if problems := list(_outcome_problems(outcome, today)):
            raise InvalidInput(*problems)
    if not wanted:
        return Change(frozenset())
    name = f"Vérifier {_counted(db, wanted)}"
    with db.write(name) as session:
        for activity in _rows(session, [row.id for row in wanted]):
            activity.done_on = activity.done_on or on
            activity.verified_on, activity.verified_by = on, by
    return Change(KINDS, frozenset(row.enrollment_id for row in wanted), name)


def unverify(db: Database, activity_ids: Sequence[int]) -> Change:
    """These activities are not verified any more; the day when they were done stays. Raises NotFound."""
    with db.read() as session:
        wanted = [row for row in _rows(session, activity_ids) if row.verified_on is not None]
    if not wanted:
        return Change(frozenset())
    name = f"Ne plus tenir pour vérifié{NBSP}: {_counted(db, wanted)}"
    with db.write(name) as session:
        for activity in _rows(session, [row.id for row in wanted]):
            activity.verified_on = activity.verified_by = None
    return Change(KINDS, frozenset(row.enrollment_id for row in wanted), name)


def delete_activity(db: Database, activity_id: int) -> Change:
    """Delete an activity; the bin gives it back. Raises NotFound."""
    enrollment_id = _enrollment_of(db, activity_id)
    with db.read() as session:
        title = session.get_one(RemoteActivity, activity_id).title
    name = f"Supprimer le travail à distance «{NBSP}{title}{NBSP}» de {name_of(db, enrollment_id)}"
    with db.write(name) as session:
        kinds = delete_with_all(session, "remote_activity", [activity_id])
    return Change(kinds, frozenset({enrollment_id}), name)


def _in_training(cohort_id: int, day: dt.date) -> Any:
    return select(Enrollment.id).where(
        Enrollment.cohort_id == cohort_id,
        Enrollment.is_no_show.is_(False),
        or_(Enrollment.entered_on.is_not(None), Enrollment.decision == "admitted"),
        or_(Enrollment.entered_on.is_(None), Enrollment.entered_on <= day),
        or_(Enrollment.exit_on.is_(None), Enrollment.exit_on >= day),
    )


def _check(values: ActivityInput) -> None:
    if problems := list(_problems(values)):
        raise InvalidInput(*problems)


def _problems(values: ActivityInput) -> Iterator[Problem]:
    if not _title(values):
        yield Problem("title", "Donnez un titre à ce travail.")
    elif len(_title(values)) > LONGEST_TITLE:
        yield Problem("title", f"Un titre a {LONGEST_TITLE} signes au plus.")
    if values.estimated_minutes <= 0:
        yield Problem("estimated_minutes", "La durée estimée est d’au moins une minute.")
    elif values.estimated_minutes > LONGEST_MINUTES:
        most = french.hours(LONGEST_MINUTES)
        yield Problem("estimated_minutes", f"Une durée estimée est de {most} au plus.")
    if values.kind is not None and values.kind not in code_list("remote_activity_kind"):
        yield Problem("kind", "Ce genre d’activité n’existe pas.")


def _outcome_problems(outcome: OutcomeInput, today: dt.date) -> Iterator[Problem]:
    done, verified = outcome.done_on, outcome.verified_on
    if done is not None and done > today:
        yield Problem("done_on", "Ce travail ne peut pas être déjà fait un jour à venir.")
    if outcome.connected_minutes is not None and outcome.connected_minutes < 0:
        yield Problem("connected_minutes", "Un temps de connexion n’est pas négatif.")
    if verified is None:
        if _text(outcome.verified_by):
            yield Problem("verified_on", "Donnez le jour de la vérification.")
        return
    if verified > today:
        yield Problem("verified_on", "Ce travail ne peut pas être déjà vérifié un jour à venir.")
    if done is None:
        yield Problem("done_on", "Un travail vérifié a été fait un jour\u00a0: lequel\u202f?")
    elif verified < done:
        day = french.short_date(done)
        yield Problem(
            "verified_on", f"Ce travail a été fait le {day}{NBSP}: il n’a pas pu être vérifié avant."
        )
    if not _text(outcome.verified_by):
        yield Problem("verified_by", "Dites qui a vérifié ce travail.")


def _activity(enrollment_id: int, values: ActivityInput) -> RemoteActivity:
    made = RemoteActivity(enrollment_id=enrollment_id)
    _fill(made, values)
    return made


def _fill(activity: RemoteActivity, values: ActivityInput) -> None:
    activity.title, activity.kind = _title(values), values.kind
    activity.estimated_minutes, activity.planned_on = values.estimated_minutes, values.planned_on


def _title(values: ActivityInput) -> str:
    return " ".join(values.title.split())


def _text(text: str | None) -> str | None:
    return " ".join((text or "").split()) or None


def _rows(session: Session, activity_ids: Sequence[int]) -> list[RemoteActivity]:
    found = {
        row.id: row
        for row in session.scalars(select(RemoteActivity).where(RemoteActivity.id.in_(activity_ids)))
    }
    if len(found) < len(set(activity_ids)):
        raise NotFound(GONE)
    return list(found.values())


def _counted(db: Database, rows: Sequence[RemoteActivity]) -> str:
    """« « Exercice 3 » de Delorme Kévin », « 12 travaux à distance »."""
    if len(rows) == 1:
        return f"«{NBSP}{rows[0].title}{NBSP}» de {name_of(db, rows[0].enrollment_id)}"
    return french.plural(len(rows), "travail à distance", "travaux à distance")


def _enrollment_of(db: Database, activity_id: int) -> int:
    with db.read() as session:
        found = session.scalar(select(RemoteActivity.enrollment_id).where(RemoteActivity.id == activity_id))
    if found is None:
        raise NotFound(GONE)
    return found
