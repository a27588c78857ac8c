"""The register of complaints (Qualiopi, indicator 31): entered, followed, answered, closed.

Nothing deletes a line: the numbers of the year have no hole. One entered by mistake is taken back at once by
undo, or closed with that answer.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, replace

from sqlalchemy.orm import Session

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import Conflict, InvalidInput, NotFound
from gen_desktop.french import NBSP, short_date
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.complaint import Complaint, ComplaintFacts, complaint_problems
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.learner import nir_problems
from gen_desktop.queries.rights import refuse_to_answer_for

KINDS = frozenset({"complaint"})
GONE = "Cette réclamation n’est plus dans le fichier."
_TEXTS = ("subject", "description", "answer", "measure", "handled_by")


def record_complaint(db: Database, facts: ComplaintFacts, today: dt.date) -> Change:
    """Enter a complaint. Raises InvalidInput with every problem, NotFound."""
    told = _checked(facts, today)
    name = f"Réclamation du {short_date(told.received_on)}"
    with db.write(name) as session:
        made = Complaint(**asdict(_of_its_cohort(session, told)))
        session.add(made)
    return Change(KINDS, frozenset({made.id}), name, made.id)


def change_complaint(
    db: Database, complaint_id: int, facts: ComplaintFacts, today: dt.date, *, version: int
) -> Change:
    """Say what was done about it, or correct it. ``version``: the one the person at the keyboard was shown.

    Its number is of the year in which it came: that year stays. Raises InvalidInput with every problem,
    NotFound, Conflict when it was changed since, Forbidden for one that whoever acts may not read.
    """
    told = _checked(facts, today)
    with db.read() as session:
        before = _get(session, complaint_id)
        refuse_to_answer_for(session, complaint_id)
        closes = told.closed_on is not None and before.closed_on is None
        received_on = before.received_on
    if told.received_on.year != received_on.year:
        raise InvalidInput.one(
            "received_on", f"Son numéro est de {received_on.year}{NBSP}: la date reste de cette année."
        )
    name = f"{'Clore' if closes else 'Suivre'} la réclamation du {short_date(told.received_on)}"
    with db.write(name) as session:
        complaint = _get(session, complaint_id)
        if complaint.version != version:
            raise Conflict("Cette réclamation a été modifiée entre-temps.")
        for column, value in asdict(_of_its_cohort(session, told)).items():
            setattr(complaint, column, value)
    return Change(KINDS, frozenset({complaint_id}), name, complaint_id)


def _checked(facts: ComplaintFacts, today: dt.date) -> ComplaintFacts:
    """The same without the spaces around texts; an empty text says nothing."""
    told = replace(
        facts,
        subject=" ".join(facts.subject.split()),
        description=_text(facts.description),
        answer=_text(facts.answer),
        measure=_text(facts.measure),
        handled_by=_text(facts.handled_by),
    )
    texts = {name: getattr(told, name) for name in _TEXTS}
    problems = [*complaint_problems(told, today), *nir_problems(texts)]
    if problems:
        raise InvalidInput(*problems)
    return told


def _text(text: str | None) -> str | None:
    return (text or "").strip() or None


def _of_its_cohort(session: Session, facts: ComplaintFacts) -> ComplaintFacts:
    """One about a person is about her cohort."""
    if facts.enrollment_id is not None:
        enrollment = session.get(Enrollment, facts.enrollment_id)
        if enrollment is None:
            raise NotFound("Cette inscription n’est plus dans le fichier.")
        return replace(facts, cohort_id=enrollment.cohort_id)
    if facts.cohort_id is not None and session.get(Cohort, facts.cohort_id) is None:
        raise NotFound("Cette cohorte n’est plus dans le fichier.")
    return facts


def _get(session: Session, complaint_id: int) -> Complaint:
    found = session.get(Complaint, complaint_id)
    if found is None:
        raise NotFound(GONE)
    return found
