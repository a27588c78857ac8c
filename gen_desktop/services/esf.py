"""What participants of the ESF+ answered, one gesture per enrollment."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict

from sqlalchemy import select

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import InvalidInput, NotFound
from gen_desktop.models.enrollment import Enrollment, SensitiveFacts
from gen_desktop.models.esf import EsfAnswers, answer_problems
from gen_desktop.services.enrollments import name_of

KINDS = frozenset({"sensitive_facts"})


def record_esf_answers(db: Database, enrollment_id: int, answers: EsfAnswers, today: dt.date) -> Change:
    """Replace the answers of an enrollment; the other sensitive facts stay. Raises InvalidInput, NotFound."""
    name = f"Questionnaire FSE+ de {name_of(db, enrollment_id)}"
    with db.write(name) as session:
        enrollment = session.get(Enrollment, enrollment_id)
        if enrollment is None:
            raise NotFound("Cette inscription n’est plus dans le fichier.")
        problems = list(answer_problems(answers, enrollment.entered_on, enrollment.exit_on, today))
        if problems:
            raise InvalidInput(*problems)
        kept = session.scalar(select(SensitiveFacts).where(SensitiveFacts.enrollment_id == enrollment_id))
        if kept is None and answers != EsfAnswers():
            session.add(SensitiveFacts(enrollment_id=enrollment_id, **asdict(answers)))
        elif kept is not None:
            for column, value in asdict(answers).items():
                if getattr(kept, column) != value:
                    setattr(kept, column, value)
    return Change(KINDS, frozenset({enrollment_id}), name)
