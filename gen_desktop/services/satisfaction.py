"""Questionnaires of satisfaction: handed out, reminded of, filled in (Qualiopi, indicator 30)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import Conflict, InvalidInput, NotFound, Problem
from gen_desktop.french import NBSP
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.learner import nir_problems
from gen_desktop.models.satisfaction import (
    LEARNER,
    Answers,
    SatisfactionAnswer,
    SatisfactionScore,
    answer_problems,
    questionnaire_problems,
)
from gen_desktop.services.deletion import delete_with_all
from gen_desktop.services.enrollments import name_of

KINDS = frozenset({"satisfaction_answer", "satisfaction_score"})
GONE = "Ce questionnaire n’est plus dans le fichier."
MOST_AT_ONCE = 500
"""Anonymous questionnaires noted in one gesture; more is a mistyped number."""


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """Which one. ``enrollment_id`` None: anonymous, of the cohort. ``respondent``: code of stakeholder.

    ``horizon``: months after the exit, a code of satisfaction_horizon.
    """

    cohort_id: int
    horizon: int
    enrollment_id: int | None = None
    respondent: str = LEARNER


def send_to(
    db: Database, enrollment_ids: Sequence[int], horizon: int, sent_on: dt.date, today: dt.date
) -> Change:
    """Note that these people were given the questionnaire; whoever already was keeps her first day.

    Raises InvalidInput, NotFound, Conflict when all of them had it.
    """
    _check_sending(horizon, LEARNER, sent_on, today)
    count = french.plural(len(enrollment_ids), "questionnaire remis", "questionnaires remis")
    with db.write(count) as session:
        made = [_sent(session, one, horizon, sent_on) for one in enrollment_ids]
        if not any(made):
            raise Conflict("Ces personnes ont déjà reçu ce questionnaire.")
    return Change(KINDS, frozenset(enrollment_ids), count)


def send_anonymous(
    db: Database, questionnaire: Questionnaire, count: int, sent_on: dt.date, today: dt.date
) -> Change:
    """Note that so many questionnaires without a name were handed out. Raises InvalidInput, NotFound."""
    _check_sending(questionnaire.horizon, questionnaire.respondent, sent_on, today)
    if not 0 < count <= MOST_AT_ONCE:
        raise InvalidInput.one("count", f"Donnez un nombre de 1 à {MOST_AT_ONCE}.")
    told = french.plural(count, "questionnaire sans nom remis", "questionnaires sans nom remis")
    name = f"{told}{NBSP}: {_code_of(db, questionnaire.cohort_id)}"
    with db.write(name) as session:
        for _ in range(count):
            session.add(_new(questionnaire, sent_on=sent_on))
    return Change(KINDS, frozenset({questionnaire.cohort_id}), name)


def remind(db: Database, answer_ids: Sequence[int], reminded_on: dt.date, today: dt.date) -> Change:
    """Note that these were asked again. Raises InvalidInput, NotFound, Conflict when all have answered."""
    if reminded_on > today:
        raise InvalidInput.one("reminded_on", "La relance est dans l’avenir.")
    name = french.plural(len(answer_ids), "relance de questionnaire", "relances de questionnaire")
    with db.write(name) as session:
        all_of_them = [_get(session, one) for one in answer_ids]
        waiting = [one for one in all_of_them if one.answered_on is None]
        if not waiting:
            raise Conflict("Ces questionnaires ont déjà une réponse.")
        for one in waiting:
            if one.sent_on is not None and reminded_on < one.sent_on:
                raise InvalidInput.one("reminded_on", "La relance est avant la remise du questionnaire.")
            one.reminded_on = reminded_on
    return Change(KINDS, frozenset(answer_ids), name)


def record_answer(db: Database, questionnaire: Questionnaire, answers: Answers, today: dt.date) -> Change:
    """Enter a questionnaire that came back.

    One without a name takes the place of one that was handed out in that cohort and is still awaited.
    Raises InvalidInput with every problem, NotFound, Conflict when this person's is already entered.
    """
    problems = [*questionnaire_problems(questionnaire.horizon, questionnaire.respondent)]
    _check_answers(answers, today, problems)
    name = f"Questionnaire de satisfaction{NBSP}: {_whose(db, questionnaire)}"
    with db.write(name) as session:
        found = _awaited(session, questionnaire)
        if found is None:
            found = _new(_of_its_cohort(session, questionnaire))
            session.add(found)
        elif found.answered_on is not None:
            raise Conflict(f"Le questionnaire de cette personne est déjà saisi{NBSP}: corrigez-le.")
        _fill(session, found, answers)
    return Change(KINDS, frozenset({questionnaire.cohort_id}), name, found.id)


def change_answer(
    db: Database, answer_id: int, answers: Answers, today: dt.date, *, shown: Answers
) -> Change:
    """Correct a questionnaire. ``shown``: what it said on the screen of whoever corrects it.

    Raises InvalidInput with every problem, NotFound, Conflict when it was changed since.
    """
    _check_answers(answers, today, [])
    name = f"Corriger le questionnaire{NBSP}: {_whose(db, _questionnaire(db, answer_id))}"
    with db.write(name) as session:
        found = _get(session, answer_id)
        if _says(session, found) != shown:
            raise Conflict("Ce questionnaire a été modifié entre-temps.")
        _fill(session, found, answers)
    return Change(KINDS, frozenset({answer_id}), name, answer_id)


def delete_answers(db: Database, answer_ids: Sequence[int]) -> Change:
    """Delete questionnaires with what they say; the bin gives them back. Raises NotFound."""
    name = french.plural(len(answer_ids), "questionnaire supprimé", "questionnaires supprimés")
    with db.write(name) as session:
        for one in answer_ids:
            _get(session, one)
        kinds = delete_with_all(session, "satisfaction_answer", answer_ids)
    return Change(kinds, frozenset(answer_ids), name)


def _check_sending(horizon: int, respondent: str, sent_on: dt.date, today: dt.date) -> None:
    problems = list(questionnaire_problems(horizon, respondent))
    if sent_on > today:
        problems.append(Problem("sent_on", "La remise est dans l’avenir."))
    if problems:
        raise InvalidInput(*problems)


def _check_answers(answers: Answers, today: dt.date, problems: list[Problem]) -> None:
    problems += answer_problems(answers, today)
    problems += nir_problems({"comment": answers.comment})
    if problems:
        raise InvalidInput(*problems)


def _sent(session: Session, enrollment_id: int, horizon: int, sent_on: dt.date) -> bool:
    enrollment = session.get(Enrollment, enrollment_id)
    if enrollment is None:
        raise NotFound("Cette inscription n’est plus dans le fichier.")
    questionnaire = Questionnaire(enrollment.cohort_id, horizon, enrollment_id)
    known = _awaited(session, questionnaire)
    if known is None:
        session.add(_new(questionnaire, sent_on=sent_on))
    elif known.sent_on is None:
        known.sent_on = sent_on
    else:
        return False
    return True


def _awaited(session: Session, questionnaire: Questionnaire) -> SatisfactionAnswer | None:
    """The one handed out: that of the person, answered or not, or any without a name still awaited."""
    asked = select(SatisfactionAnswer).where(
        SatisfactionAnswer.horizon == questionnaire.horizon,
        SatisfactionAnswer.respondent == questionnaire.respondent,
    )
    if questionnaire.enrollment_id is not None:
        return session.scalar(asked.where(SatisfactionAnswer.enrollment_id == questionnaire.enrollment_id))
    nameless = asked.where(
        SatisfactionAnswer.cohort_id == questionnaire.cohort_id,
        SatisfactionAnswer.enrollment_id.is_(None),
        SatisfactionAnswer.answered_on.is_(None),
    )
    return session.scalar(nameless.order_by(SatisfactionAnswer.sent_on, SatisfactionAnswer.id).limit(1))


def _of_its_cohort(session: Session, questionnaire: Questionnaire) -> Questionnaire:
    """The same, of a cohort that is there; that of a person is of her own cohort."""
    if questionnaire.enrollment_id is not None:
        enrollment = session.get(Enrollment, questionnaire.enrollment_id)
        if enrollment is None:
            raise NotFound("Cette inscription n’est plus dans le fichier.")
        return replace(questionnaire, cohort_id=enrollment.cohort_id)
    if session.get(Cohort, questionnaire.cohort_id) is None:
        raise NotFound("Cette cohorte n’est plus dans le fichier.")
    return questionnaire


def _new(questionnaire: Questionnaire, sent_on: dt.date | None = None) -> SatisfactionAnswer:
    return SatisfactionAnswer(
        cohort_id=questionnaire.cohort_id,
        enrollment_id=questionnaire.enrollment_id,
        horizon=questionnaire.horizon,
        respondent=questionnaire.respondent,
        sent_on=sent_on,
    )


def _fill(session: Session, found: SatisfactionAnswer, answers: Answers) -> None:
    found.answered_on, found.mode = answers.answered_on, answers.mode
    found.comment = (answers.comment or "").strip() or None
    known = _scores(session, found)
    for item, score in known.items():
        if item not in answers.marks:
            session.delete(score)
    for item, mark in answers.marks.items():
        if item in known:
            known[item].score = mark
        else:
            session.add(SatisfactionScore(satisfaction_answer_id=found.id, item=item, score=mark))


def _scores(session: Session, found: SatisfactionAnswer) -> dict[str, SatisfactionScore]:
    rows = select(SatisfactionScore).where(SatisfactionScore.satisfaction_answer_id == found.id)
    return {score.item: score for score in session.scalars(rows)}


def _says(session: Session, found: SatisfactionAnswer) -> Answers | None:
    """None while it is awaited."""
    if found.answered_on is None:
        return None
    marks = {item: score.score for item, score in _scores(session, found).items()}
    return Answers(found.answered_on, marks, found.comment, found.mode)


def _get(session: Session, answer_id: int) -> SatisfactionAnswer:
    found = session.get(SatisfactionAnswer, answer_id)
    if found is None:
        raise NotFound(GONE)
    return found


def _questionnaire(db: Database, answer_id: int) -> Questionnaire:
    with db.read() as session:
        found = _get(session, answer_id)
        return Questionnaire(found.cohort_id, found.horizon, found.enrollment_id, found.respondent)


def _whose(db: Database, questionnaire: Questionnaire) -> str:
    if questionnaire.enrollment_id is not None:
        return name_of(db, questionnaire.enrollment_id)
    return f"{_code_of(db, questionnaire.cohort_id)}, sans nom"


def _code_of(db: Database, cohort_id: int) -> str:
    with db.read() as session:
        code = session.scalar(select(Cohort.code).where(Cohort.id == cohort_id))
    if code is None:
        raise NotFound("Cette cohorte n’est plus dans le fichier.")
    return code
