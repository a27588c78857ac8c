"""Finding people, cohorts and companies by what one remembers of their name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from gen_desktop import french
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.course import Course
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.learner import Learner, full_name
from gen_desktop.models.names import fold
from gen_desktop.models.placement import Company
from gen_desktop.queries.attendance_sql import starts_on
from gen_desktop.queries.criteria import contains, search_words, text_condition

PEOPLE = 8
OTHERS = 4
CLOSE = 0.7
"""How alike two words are, out of 1, for one to be a slip of the other: « delrome » and « delorme » 0.86.

Two letters swapped are one mistake (optimal string alignment)."""
_CANDIDATES = 3


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: the kind and id that open it, the words that name it, what tells it apart."""

    kind: str
    id: int
    title: str
    detail: str


def find(session: Session, text: str) -> tuple[Hit, ...]:
    """The best answers, by kind: learners, cohorts, companies. Empty for a text without letter nor digit.

    Accents, capitals and the order of words do not matter. When nothing is found as typed, small mistakes
    are forgiven.
    """
    words = [word for word in search_words(text) if any(char.isalnum() for char in word)]
    if not words:
        return ()
    people = _people(session, text_condition(text), words[0])
    others = (*_cohorts(session, words), *_companies(session, words))
    if not people and not others:
        people = _forgiving(session, words)
    return (*people, *others)


def _people(session: Session, condition: ColumnElement[bool], first_word: str) -> tuple[Hit, ...]:
    # The rank also keeps SQLite from walking the index of names, four times slower than reading the table.
    rank = case((Learner.sort_key.startswith(first_word, autoescape=True), 0), else_=1)
    rows = session.execute(
        select(Learner.id, Learner.last_name, Learner.first_name, Learner.birth_date, Learner.sex)
        .where(condition)
        .order_by(rank, Learner.sort_key, Learner.id)
        .limit(PEOPLE)
    ).all()
    codes = _latest_cohorts(session, [row.id for row in rows])
    return tuple(
        Hit("learner", row.id, full_name(row.last_name, row.first_name), _about(row, codes.get(row.id)))
        for row in rows
    )


def _about(row: Any, cohort_code: str | None) -> str:
    birth = f"{french.born(row.sex)} le {french.short_date(row.birth_date)}" if row.birth_date else None
    return ", ".join(filter(None, (cohort_code, birth)))


def _latest_cohorts(session: Session, learner_ids: Sequence[int]) -> dict[int, str]:
    rows = session.execute(
        select(Enrollment.learner_id, Cohort.code)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .where(Enrollment.learner_id.in_(learner_ids))
        .order_by(starts_on, Enrollment.id)
    )
    return {row.learner_id: row.code for row in rows}


def _forgiving(session: Session, words: Sequence[str]) -> tuple[Hit, ...]:
    known = _known_words(session)
    close = [_close_words(word, known) for word in words]
    if not all(close):
        return ()
    condition = and_(*(or_(*(contains(word) for word in alternatives)) for alternatives in close))
    return _people(session, condition, close[0][0])


def _known_words(session: Session) -> list[str]:
    """Every word of a name in the file: far fewer than people, since names come again."""
    cut = func.instr(Learner.sort_key, "  ")
    parts = (func.substr(Learner.sort_key, 1, cut - 1), func.substr(Learner.sort_key, cut + 2))
    found: set[str] = set()
    for part in parts:
        for name in session.scalars(select(part).distinct()):
            found.update(name.split())
    return sorted(found)


def _close_words(word: str, known: Iterable[str]) -> list[str]:
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    likeness = OSA.normalized_similarity
    found = process.extract(word, known, scorer=likeness, limit=_CANDIDATES, score_cutoff=CLOSE)
    return [match for match, _score, _index in found]


def _cohorts(session: Session, words: Sequence[str]) -> tuple[Hit, ...]:
    rows = session.execute(
        select(Cohort.id, Cohort.code, Course.title)
        .join(Course, Course.id == Cohort.course_id)
        .order_by(starts_on.desc(), Cohort.code)
    ).all()
    met = [row for row in rows if _holds(f"{row.code} {row.title}", words)]
    return tuple(Hit("cohort", row.id, row.code, row.title) for row in met[:OTHERS])


def _companies(session: Session, words: Sequence[str]) -> tuple[Hit, ...]:
    rows = session.execute(
        select(Company.id, Company.name, Company.city)
        .where(and_(*(Company.sort_key.contains(word, autoescape=True) for word in words)))
        .order_by(Company.sort_key)
        .limit(OTHERS)
    )
    return tuple(Hit("company", row.id, row.name, row.city or "") for row in rows)


def _holds(text: str, words: Sequence[str]) -> bool:
    folded = fold(text)
    return all(word in folded for word in words)
