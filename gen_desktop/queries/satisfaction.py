"""What people thought of their course: who was asked, who answered, and the marks with their numbers.

Two figures never go alone: a mean has the number of marks behind it and the rate of answers beside it.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select, true
from sqlalchemy.orm import Session

from gen_desktop.dates import add_months, latest_start
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.follow_up import FollowUp
from gen_desktop.models.learner import Learner, full_name
from gen_desktop.models.satisfaction import LEARNER, Answers, SatisfactionAnswer, SatisfactionScore
from gen_desktop.queries.scope import Scope
from gen_desktop.reference.lists import code_list, codes_where

DEATH = "NE_DEC"
"""The code of exit_reason of whoever died during the course."""
_NOTED = ("sent_on", "reminded_on", "answered_on", "mode", "comment")
_CHUNK = 400


@dataclass(frozen=True, slots=True)
class QuestionnaireRow:
    """A person of a cohort and her questionnaire, or one without a name (``enrollment_id`` None).

    ``due_on``: the day from which it is asked, None while she has not left. ``answer_id`` None: nothing is
    noted of it yet. ``marks``: item → mark.
    """

    enrollment_id: int | None = None
    last_name: str = ""
    first_name: str = ""
    exit_type: str | None = None
    due_on: dt.date | None = None
    answer_id: int | None = None
    sent_on: dt.date | None = None
    reminded_on: dt.date | None = None
    answered_on: dt.date | None = None
    mode: str | None = None
    comment: str | None = None
    marks: Mapping[str, int] = field(default_factory=dict)

    @property
    def answers(self) -> Answers | None:
        """What it says; None while it is awaited."""
        if self.answered_on is None:
            return None
        return Answers(self.answered_on, self.marks, self.comment, self.mode)

    @property
    def mean(self) -> float | None:
        """Of the marks given, None without any."""
        return sum(self.marks.values()) / len(self.marks) if self.marks else None


@dataclass(frozen=True, slots=True)
class Marks:
    """Marks of an item, or of all. ``counts``: mark → how often it was given, every mark of the scale."""

    counts: Mapping[int, int]

    @property
    def n(self) -> int:
        """How many marks."""
        return sum(self.counts.values())

    @property
    def sum(self) -> int:
        """Of the marks."""
        return sum(mark * count for mark, count in self.counts.items())

    @property
    def mean(self) -> float | None:
        """None without any mark."""
        return self.sum / self.n if self.n else None


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """``answered`` of the ``expected``: those who left long enough ago, or were given a questionnaire.

    In each cohort as many are expected as questionnaires are known, at least: whoever answers without a name
    is one of the people, so that the greater of the two counts, never both.
    """

    expected: int
    answered: int
    reminded: int
    items: Mapping[str, Marks]

    @property
    def response_rate(self) -> float | None:
        """Between 0 and 1; None when nobody was expected to answer."""
        return self.answered / self.expected if self.expected else None

    @property
    def overall(self) -> Marks:
        """Every mark of every item."""
        counts = _no_marks()
        for marks in self.items.values():
            for mark, count in marks.counts.items():
                counts[mark] += count
        return Marks(counts)


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment. ``name``: of whoever signed; ``cohort_code`` and ``answered_on`` None: not to be told."""

    text: str
    name: str | None
    cohort_code: str | None
    answered_on: dt.date | None


def questionnaires(
    session: Session, cohort_id: int, horizon: int, as_of: dt.date, respondent: str = LEARNER
) -> tuple[QuestionnaireRow, ...]:
    """The people of a cohort by name with their questionnaire, then those without a name, oldest first.

    Other respondents than learners have no list of people: only the questionnaires noted are there.
    """
    known = _noted(session, cohort_id, horizon, respondent)
    marks = _marks(session, [row.id for row in known])
    by_person = {row.enrollment_id: row for row in known if row.enrollment_id is not None}
    found = []
    for person in _people(session, cohort_id, as_of) if respondent == LEARNER else ():
        found.append(_row(person, horizon, as_of, by_person.pop(person.id, None), marks))
    nameless = [row for row in known if row.enrollment_id is None]
    return (*found, *(_row(None, horizon, as_of, row, marks) for row in nameless))


def satisfaction(session: Session, scope: Scope, horizon: int, respondent: str = LEARNER) -> Satisfaction:
    """The answers of the scope. Its period is that of the day on which the questionnaire fell due.

    One of which no day is due (nobody's, or of somebody still in training) is of the day it was answered,
    else handed out.
    """
    answered = reminded = expected = 0
    counts = {item.code: _no_marks() for item in code_list("satisfaction_item")}
    answers = _in_scope(session, scope, horizon, respondent)
    people = _due(session, scope, horizon) if respondent == LEARNER else {}
    by_cohort: dict[int, list[_Known]] = {cohort_id: [] for cohort_id in people}
    for row in answers:
        by_cohort.setdefault(row.cohort_id, []).append(row)
    for cohort_id, own in by_cohort.items():
        named = {row.enrollment_id for row in own if row.enrollment_id is not None}
        expected += max(len(people.get(cohort_id, frozenset()) | named), len(own))
        answered += sum(row.is_answered for row in own)
        reminded += sum(row.reminded_on is not None for row in own)
    given = _given(session, scope, horizon, respondent)
    is_counted = {row.id for row in answers if row.is_answered}
    for answer_id, item, mark in given:
        if answer_id in is_counted:
            counts[item][mark] += 1
    return Satisfaction(expected, answered, reminded, {item: Marks(all_) for item, all_ in counts.items()})


def comments(
    session: Session, scope: Scope, horizon: int, smallest: int, respondent: str = LEARNER
) -> tuple[Comment, ...]:
    """What people wrote, those who signed first, by date.

    Where fewer than ``smallest`` answered without a name in a cohort, their comments tell neither day nor
    cohort and come by their text: whoever knows the group could guess.
    """
    answers = [row for row in _in_scope(session, scope, horizon, respondent) if row.is_answered]
    nameless = Counter(row.cohort_id for row in answers if row.enrollment_id is None)
    told = [
        _comment(row, is_hidden=row.enrollment_id is None and nameless[row.cohort_id] < smallest)
        for row in answers
        if row.comment
    ]
    return tuple(sorted(told, key=_comment_order))


@dataclass(frozen=True, slots=True)
class _Known:
    """A questionnaire of the scope, with the day that puts it in a period."""

    id: int
    cohort_id: int
    cohort_code: str
    enrollment_id: int | None
    name: str | None
    exit_on: dt.date | None
    sent_on: dt.date | None
    reminded_on: dt.date | None
    answered_on: dt.date | None
    comment: str | None

    @property
    def is_answered(self) -> bool:
        """By the date of the scope."""
        return self.answered_on is not None

    def falls_on(self, horizon: int) -> dt.date | None:
        """The day it fell due, else was answered, else handed out."""
        due_on = None if self.exit_on is None else add_months(self.exit_on, horizon)
        return due_on or self.answered_on or self.sent_on


def _in_scope(session: Session, scope: Scope, horizon: int, respondent: str) -> list[_Known]:
    """Those known at the date; what came later was not there yet."""
    statement = (
        select(
            *(SatisfactionAnswer.id, SatisfactionAnswer.cohort_id, Cohort.code),
            *(SatisfactionAnswer.enrollment_id, Learner.last_name, Learner.first_name, Enrollment.exit_on),
            *(SatisfactionAnswer.sent_on, SatisfactionAnswer.reminded_on, SatisfactionAnswer.answered_on),
            SatisfactionAnswer.comment,
        )
        .join(Cohort, Cohort.id == SatisfactionAnswer.cohort_id)
        .outerjoin(Enrollment, Enrollment.id == SatisfactionAnswer.enrollment_id)
        .outerjoin(Learner, Learner.id == Enrollment.learner_id)
        .where(SatisfactionAnswer.horizon == horizon, SatisfactionAnswer.respondent == respondent)
        .order_by(SatisfactionAnswer.answered_on, SatisfactionAnswer.id)
    )
    if scope.cohort_ids is not None:
        statement = statement.where(SatisfactionAnswer.cohort_id.in_(scope.cohort_ids))
    rows = (_known_at(row, scope.as_of) for row in session.execute(statement))
    return [row for row in rows if row is not None and _in_period(row.falls_on(horizon), scope)]


def _known_at(row: Any, as_of: dt.date) -> _Known | None:
    """The questionnaire as it was that day; None when nobody had heard of it."""
    sent_on, reminded_on, answered_on = (
        day if day is None or day <= as_of else None
        for day in (row.sent_on, row.reminded_on, row.answered_on)
    )
    if sent_on is None and answered_on is None and (row.sent_on or row.answered_on):
        return None
    return _Known(
        *(row.id, row.cohort_id, row.code, row.enrollment_id),
        None if row.last_name is None else full_name(row.last_name, row.first_name),
        *(row.exit_on, sent_on, reminded_on, answered_on, row.comment),
    )


def _in_period(day: dt.date | None, scope: Scope) -> bool:
    if day is None:
        return scope.date_from is None and scope.date_to is None
    return (scope.date_from or day) <= day <= (scope.date_to or day)


def _due(session: Session, scope: Scope, horizon: int) -> dict[int, set[int]]:
    """Cohort → the enrollments that left at least ``horizon`` months ago, in the period by that day."""
    statement = select(Enrollment.id, Enrollment.cohort_id, Enrollment.exit_on).where(
        Enrollment.entered_on <= scope.as_of,
        Enrollment.exit_on <= latest_start(scope.as_of, horizon),
        is_alive(),
    )
    if scope.cohort_ids is not None:
        statement = statement.where(Enrollment.cohort_id.in_(scope.cohort_ids))
    found: dict[int, set[int]] = {}
    for row in session.execute(statement):
        if _in_period(add_months(row.exit_on, horizon), scope):
            found.setdefault(row.cohort_id, set()).add(row.id)
    return found


def is_alive() -> ColumnElement[bool]:
    """Not known to have died: nobody is asked what a dead person thought."""
    gone = codes_where("outcome_situation", removed_from_denominators="yes")
    told = select(FollowUp.id).where(FollowUp.enrollment_id == Enrollment.id, FollowUp.situation.in_(gone))
    return and_(func.coalesce(Enrollment.exit_reason != DEATH, true()), ~told.exists())


def _people(session: Session, cohort_id: int, as_of: dt.date) -> Sequence[Any]:
    return session.execute(
        select(
            *(Enrollment.id, Learner.last_name, Learner.first_name),
            *(Enrollment.exit_type, Enrollment.exit_on),
        )
        .join(Learner, Learner.id == Enrollment.learner_id)
        .where(
            Enrollment.cohort_id == cohort_id,
            Enrollment.entered_on <= as_of,
            Learner.erased_on.is_(None),
            is_alive(),
        )
        .order_by(Learner.sort_key, Learner.id)
    ).all()


def _noted(session: Session, cohort_id: int, horizon: int, respondent: str) -> Sequence[Any]:
    return session.execute(
        select(*(getattr(SatisfactionAnswer, name) for name in ("id", "enrollment_id", *_NOTED)))
        .where(
            SatisfactionAnswer.cohort_id == cohort_id,
            SatisfactionAnswer.horizon == horizon,
            SatisfactionAnswer.respondent == respondent,
        )
        .order_by(SatisfactionAnswer.answered_on.is_(None), SatisfactionAnswer.id)
    ).all()


def _row(
    person: Any | None, horizon: int, as_of: dt.date, noted: Any | None, marks: Mapping[int, dict[str, int]]
) -> QuestionnaireRow:
    known = QuestionnaireRow() if person is None else _of_person(person, horizon, as_of)
    if noted is None:
        return known
    said = {name: getattr(noted, name) for name in _NOTED}
    return replace(known, answer_id=noted.id, marks=marks.get(noted.id, {}), **said)


def _of_person(person: Any, horizon: int, as_of: dt.date) -> QuestionnaireRow:
    left = person.exit_on is not None and person.exit_on <= as_of
    return QuestionnaireRow(
        person.id,
        person.last_name,
        person.first_name,
        person.exit_type if left else None,
        add_months(person.exit_on, horizon) if left else None,
    )


def _marks(session: Session, answer_ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """Questionnaire → item → mark."""
    found: dict[int, dict[str, int]] = {}
    for start in range(0, len(answer_ids), _CHUNK):
        rows = session.execute(
            select(
                SatisfactionScore.satisfaction_answer_id, SatisfactionScore.item, SatisfactionScore.score
            ).where(SatisfactionScore.satisfaction_answer_id.in_(answer_ids[start : start + _CHUNK]))
        )
        for answer_id, item, score in rows:
            found.setdefault(answer_id, {})[item] = score
    return found


def _given(session: Session, scope: Scope, horizon: int, respondent: str) -> Iterable[Any]:
    """Every mark of a horizon in these cohorts, at once: questionnaire, item, mark."""
    statement = (
        select(SatisfactionScore.satisfaction_answer_id, SatisfactionScore.item, SatisfactionScore.score)
        .join(SatisfactionAnswer, SatisfactionAnswer.id == SatisfactionScore.satisfaction_answer_id)
        .where(SatisfactionAnswer.horizon == horizon, SatisfactionAnswer.respondent == respondent)
    )
    if scope.cohort_ids is not None:
        statement = statement.where(SatisfactionAnswer.cohort_id.in_(scope.cohort_ids))
    return session.execute(statement)


def _no_marks() -> dict[int, int]:
    return {int(code.code): 0 for code in code_list("satisfaction_mark")}


def _comment(row: _Known, *, is_hidden: bool) -> Comment:
    text = row.comment or ""
    return (
        Comment(text, row.name, None, None)
        if is_hidden
        else Comment(text, row.name, row.cohort_code, row.answered_on)
    )


def _comment_order(comment: Comment) -> tuple[bool, bool, dt.date, str]:
    return (
        comment.name is None,
        comment.answered_on is None,
        comment.answered_on or dt.date.min,
        comment.text,
    )
