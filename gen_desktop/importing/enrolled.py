"""Who a row of attendance or of follow-up is about: a person already enrolled, named as lists name people."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop import french
from gen_desktop.french import NBSP
from gen_desktop.importing.cohort_columns import COHORT_OF_ROW
from gen_desktop.importing.columns import TargetColumn
from gen_desktop.importing.people import split_name
from gen_desktop.importing.person_columns import identity_columns
from gen_desktop.importing.typed_table import TypedRow, TypedTable
from gen_desktop.importing.values import line
from gen_desktop.models.attendance import AttendancePeriod
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.learner import Learner, full_name
from gen_desktop.models.names import fold, sort_key
from gen_desktop.queries.attendance_periods import PERIOD_COLUMNS, exceptions_of, period

_CIVILITY = re.compile(r"(?:m\.|mr\.?|mme\.?|mlle\.?|monsieur|madame|mademoiselle)\s+", re.IGNORECASE)
_WHOLE_NAMES = ("full_name", "last_first", "first_last")
_NAMES = ("last_name", "first_name", *_WHOLE_NAMES)
_SUGGESTED_AMONG = 400
"""Beyond, a look at every name for each unknown one would last."""


def identity_targets(today: dt.date) -> tuple[TargetColumn, ...]:
    """How a row names somebody enrolled already; names stay as they are written, to be compared."""
    columns = (
        replace(column, clean=line) if column.field in _NAMES else column
        for column in identity_columns(today)
    )
    return (*columns, COHORT_OF_ROW)


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A person in a cohort."""

    enrollment_id: int
    learner_id: int
    cohort_id: int
    cohort_code: str
    last_name: str
    first_name: str
    birth_name: str | None
    birth_date: dt.date | None
    france_travail_id: str | None
    exit_type: str | None
    period: AttendancePeriod

    @property
    def name(self) -> str:
        """« Ben Salah Yasmine »."""
        return full_name(self.last_name, self.first_name)

    @property
    def left_on(self) -> dt.date | None:
        """The day of the exit; None for somebody who has not left."""
        return self.period.exit_on if self.exit_type is not None else None


class EnrolledBook:
    """Finds the enrollment of a row. What keeps it from being found is noted on the row."""

    def __init__(self, session: Session) -> None:
        self._pairs: dict[str, list[Enrolled]] = {}
        self._wholes: dict[str, list[Enrolled]] = {}
        self._numbers: dict[str, list[Enrolled]] = {}
        self._by_cohort: dict[str, list[Enrolled]] = {}
        self._cohorts = {fold(code) for code in session.scalars(select(Cohort.code))}
        for one in _load(session):
            self._index(one)

    def has_cohort(self, code: str) -> bool:
        """Whether there is such a cohort, with people in it or not."""
        return fold(code) in self._cohorts

    def find(self, table: TypedTable, row: TypedRow, cohort_code: str | None) -> Enrolled | None:
        """The enrollment; None once the reason is noted. ``cohort_code`` None: in any cohort."""
        field, said = _said_name(row)
        if not said:
            table.note(
                row, "last_name" if table.has("last_name") else field, "il manque le nom ou le prénom."
            )
            return None
        named = self._named(row, field)
        if not named and (number := row.get("france_travail_id")):
            named = self._numbers.get(number, [])
        here = [one for one in named if cohort_code is None or fold(one.cohort_code) == fold(cohort_code)]
        if not here:
            table.note(row, field, self._unknown(said, named, cohort_code))
            return None
        return self._only_one(table, row, said, here)

    def _index(self, one: Enrolled) -> None:
        for last in {one.last_name, one.birth_name or one.last_name}:
            self._pairs.setdefault(sort_key(last, one.first_name), []).append(one)
            for whole in {fold(f"{last} {one.first_name}"), fold(f"{one.first_name} {last}")}:
                self._wholes.setdefault(whole, []).append(one)
        if one.france_travail_id:
            self._numbers.setdefault(one.france_travail_id, []).append(one)
        self._by_cohort.setdefault(fold(one.cohort_code), []).append(one)

    def _named(self, row: TypedRow, field: str) -> list[Enrolled]:
        """Everybody of that name, narrowed by what the row says besides."""
        if field == "last_name":
            found = self._pairs.get(
                sort_key(_bare(row.values["last_name"]), _bare(row.values["first_name"])), []
            )
        else:
            found = self._wholes.get(fold(_bare(row.values[field]).replace(",", " ")), [])
            found = _in_order(found, row.values[field], field)
        number = row.get("france_travail_id")
        return [one for one in found if one.france_travail_id == number] or found if number else found

    def _only_one(
        self, table: TypedTable, row: TypedRow, said: str, found: Sequence[Enrolled]
    ) -> Enrolled | None:
        birth = row.get("birth_date")
        if birth is not None:
            same = [one for one in found if one.birth_date == birth]
            found = same or [one for one in found if one.birth_date is None] or found
            if not same and found[0].birth_date is not None:
                known = french.join_names(sorted({french.short_date(one.birth_date) for one in found}))
                table.note(
                    row, "birth_date", f"{said} est connue avec une autre date de naissance ({known})."
                )
                return None
        exit_on = row.get("exit_on")
        if len(found) > 1 and exit_on is not None:
            found = [one for one in found if one.left_on == exit_on] or found
        if len(found) == 1:
            return found[0]
        table.note(row, _said_name(row)[0], _ambiguity(said, found))
        return None

    def _unknown(self, said: str, elsewhere: Sequence[Enrolled], cohort_code: str | None) -> str:
        if cohort_code is None:
            return f"personne ne s’appelle {said} dans ce fichier de données."
        text = f"{said} n’est pas dans la cohorte {cohort_code}"
        if elsewhere:
            codes = french.join_names(sorted({one.cohort_code for one in elsewhere}))
            return f"{text} (cette personne est dans {codes})."
        people = self._by_cohort.get(fold(cohort_code), ())
        if len(people) <= _SUGGESTED_AMONG:
            names = {fold(one.name): one.name for one in people}
            close = get_close_matches(fold(said), list(names), n=1, cutoff=0.8)
            if close:
                return f"{text}{NBSP}; est-ce {names[close[0]]}{NBSP}?"
        return f"{text}."


def _load(session: Session) -> Iterable[Enrolled]:
    rows = session.execute(
        select(
            Enrollment.id,
            Learner.id,
            Cohort.id,
            Cohort.code,
            Learner.last_name,
            Learner.first_name,
            Learner.birth_name,
            Learner.birth_date,
            Learner.france_travail_id,
            Enrollment.exit_type,
            *PERIOD_COLUMNS,
        )
        .join(Learner, Learner.id == Enrollment.learner_id)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
    )
    exceptions = exceptions_of(session)
    for row in rows:
        yield Enrolled(*row[:10], period(tuple(row)[10:], exceptions.get(row[0])))


def _said_name(row: TypedRow) -> tuple[str, str]:
    """The field by which the row names somebody, and the name; '' when it does not."""
    last, first = row.get("last_name"), row.get("first_name")
    if last and first:
        return "last_name", f"{_bare(last)} {_bare(first)}"
    for field in _WHOLE_NAMES:
        if row.get(field):
            return field, _bare(row.values[field])
    return next((field for field in (*_WHOLE_NAMES, "last_name") if field in row.values), "full_name"), ""


def _bare(name: str) -> str:
    return _CIVILITY.sub("", name, count=1) if _CIVILITY.match(name) else name


def _in_order(found: list[Enrolled], said: str, field: str) -> list[Enrolled]:
    """Those whose last name stands where the title or the capitals say, when two orders are possible."""
    if len(found) < 2:
        return found
    try:
        pair = split_name(said, last_first={"last_first": True, "first_last": False}.get(field))
    except ValueError:
        return found
    if pair is None:
        return found
    key = sort_key(*pair)
    return [one for one in found if sort_key(one.last_name, one.first_name) == key] or found


def _ambiguity(said: str, found: Sequence[Enrolled]) -> str:
    if len({one.learner_id for one in found}) == 1:
        codes = french.join_names(sorted(one.cohort_code for one in found))
        return f"{said} est dans plusieurs cohortes ({codes}){NBSP}: dites laquelle (colonne Cohorte)."
    people = french.plural(len({one.learner_id for one in found}), "personne")
    return f"{people} s’appellent {said}{NBSP}: ajoutez la date de naissance."
