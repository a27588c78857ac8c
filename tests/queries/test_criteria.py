"""What a list of learners is narrowed by, in SQL and told again in plain Python, on random centres."""

from __future__ import annotations

import datetime as dt
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.changes import PROGRAM
from gen_desktop.dates import add_months, age_on
from gen_desktop.db.database import Database
from gen_desktop.models.places import department
from gen_desktop.models.registry import (
    Attendance,
    ClassSession,
    Cohort,
    Enrollment,
    FollowUp,
    FundingProgram,
    Learner,
    SensitiveFacts,
)
from gen_desktop.queries import learner_list
from gen_desktop.queries.criteria import LearnerCriteria
from gen_desktop.queries.filter_choices import (
    COHORT,
    STATE,
    Choices,
    criteria_in_words,
    filter_choices,
    known_part,
)
from gen_desktop.queries.list_filters import (
    UNKNOWN,
    Among,
    Between,
    ChoiceFilter,
    Narrowing,
    RangeFilter,
    filters,
)
from gen_desktop.reference.lists import code_list
from gen_desktop.store import open_store
from tests.factories import enroll, make_cohort, make_learner

TODAY = dt.date(2026, 11, 24)
PEOPLE = 60


class Center:
    """A random centre, and every fact of the person shown on each line, worked out without SQL."""

    def __init__(self, db: Database, seed: int) -> None:
        self.db = db
        self.rng = random.Random(seed)
        with db.write("Un centre au hasard") as session:
            self._fill(session)
        with db.read() as session:
            self.choices: Choices = filter_choices(session, TODAY)
            self.cohort_ids = list(session.scalars(select(Cohort.id).order_by(Cohort.id)))

    def _maybe(self, *values: Any) -> Any:
        return self.rng.choice([None, *values])

    def _day(self, first: dt.date, days: int) -> dt.date:
        return first + dt.timedelta(days=self.rng.randrange(days))

    def _fill(self, session: Session) -> None:
        program = FundingProgram(code="P1", name="Programme un", funder="REGION")
        silent = FundingProgram(code="P2", name="Programme deux", funder=None)
        session.add_all([program, silent])
        cohorts = []
        for number in range(4):
            start = self._day(dt.date(2024, 1, 1), 900)
            cohort = make_cohort(
                session, f"C{number}", planned_start=start, planned_end=start + dt.timedelta(days=200)
            )
            cohort.funding_program_id = self._maybe(program.id, silent.id)
            cohorts.append(cohort)
            for day in range(6):
                session.add(
                    ClassSession(
                        cohort_id=cohort.id,
                        held_on=start + dt.timedelta(days=day),
                        half_day="AM",
                        starts_at=dt.time(9),
                        ends_at=dt.time(12, 30),
                        minutes=210,
                    )
                )
        session.flush()
        for number in range(PEOPLE):
            learner = make_learner(
                session,
                number,
                sex=self._maybe("F", "M", "X"),
                birth_date=self._maybe(self._day(dt.date(1970, 1, 1), 13_000)),
                city=self._maybe("Nevers", "Autun", "L’Île-d’Yeu", ""),
                postal_code=self._maybe("58000", "97410", "20090", "20200", "71400", ""),
                phone=self._maybe("+33639980131"),
            )
            for cohort in self.rng.sample(cohorts, self.rng.randrange(3)):
                self._enroll(session, cohort, learner)

    def _enroll(self, session: Session, cohort: Cohort, learner: Learner) -> None:
        entered = self._maybe(cohort.planned_start, cohort.planned_start + dt.timedelta(days=2))
        facts = {
            "decision": self.rng.choice(["pending", "admitted", "waiting", "refused", "withdrawn"]),
            "is_no_show": self.rng.random() < 0.1,
            "planned_entry_on": self._maybe(cohort.planned_start),
            "entered_on": entered,
            "prescriber": self._maybe("ML", "CAP", "NC"),
            "funder": self._maybe("FT", "FSE"),
            "remuneration": self._maybe("ARE", "NC"),
            "highest_diploma": self._maybe("N0D", "N3", "N4", "N6", "NQ", "NC"),
            "last_class": self._maybe("N3", "N4"),
            "situation_before": self._maybe("DE", "DENI", "NC"),
            "in_qpv": self._maybe(True, False),
            "rural_zoning": self._maybe("C", "PC", "NC", "FRR"),
            "is_career_change": self._maybe(True, False),
        }
        enrollment = enroll(session, cohort, learner, **facts)
        if entered is not None and self.rng.random() < 0.6:
            enrollment.exit_type = self.rng.choice(["term", "abandonment", "neutral"])
            enrollment.exit_on = entered + dt.timedelta(days=self.rng.randrange(150))
            enrollment.exit_reason = self._maybe("NE_DEC") if enrollment.exit_type == "neutral" else None
        session.flush()
        if self.rng.random() < 0.6:
            session.add(
                SensitiveFacts(
                    enrollment_id=enrollment.id,
                    is_rqth=self._maybe(True, False),
                    is_brsa=self._maybe(True, False),
                )
            )
        sessions = session.scalars(select(ClassSession).where(ClassSession.cohort_id == cohort.id)).all()
        for half_day in self.rng.sample(sessions, self.rng.randrange(len(sessions))):
            status = self.rng.choice(["P", "AI", "SUSP"])
            session.add(
                Attendance(
                    enrollment_id=enrollment.id,
                    class_session_id=half_day.id,
                    status=status,
                    minutes_present=210 if status == "P" else 0,
                )
            )
        for horizon in (3, 6):
            situation = self._maybe("EMP_CDI", "RECH", "INJ")
            if situation is not None:
                recorded = self._day(dt.date(2025, 1, 1), 800)
                session.add(
                    FollowUp(
                        enrollment_id=enrollment.id,
                        horizon=horizon,
                        situation=situation,
                        recorded_on=recorded,
                    )
                )

    def expected(self, criteria: LearnerCriteria) -> set[int]:
        """Who meets the criteria, one person after the other."""
        with self.db.read() as session:
            found = set()
            cohorts = session.scalars(select(Cohort)).all()  # held, so that each is read once
            enrollments = session.scalars(select(Enrollment)).all()
            for learner in session.scalars(select(Learner)):
                own = [one for one in enrollments if one.learner_id == learner.id]
                line = Line.of(session, learner, own, criteria.cohort_ids)
                if line is not None and line.meets(criteria):
                    found.add(learner.id)
            assert cohorts
            return found

    def listed(self, criteria: LearnerCriteria) -> list[int]:
        with self.db.read() as session:
            return learner_list.ids(session, criteria, TODAY)


class Line:
    """A person and the enrollment shown beside her."""

    def __init__(self, session: Session, learner: Learner, enrollment: Enrollment | None) -> None:
        self.session, self.learner, self.enrollment = session, learner, enrollment
        self.cohort = None if enrollment is None else session.get_one(Cohort, enrollment.cohort_id)

    @staticmethod
    def of(
        session: Session, learner: Learner, own: list[Enrollment], cohort_ids: tuple[int, ...] | None
    ) -> Line | None:
        if cohort_ids is not None:
            own = [one for one in own if one.cohort_id in cohort_ids]
            if not own:
                return None
        own.sort(key=lambda one: (session.get_one(Cohort, one.cohort_id).planned_start, one.id))
        return Line(session, learner, own[-1] if own else None)

    def meets(self, criteria: LearnerCriteria) -> bool:
        if criteria.states and (self.state() or UNKNOWN) not in criteria.states:
            return False
        return all(self._is_met(one) for one in criteria.narrowings)

    def _is_met(self, narrowing: Narrowing) -> bool:
        value = self.fact(narrowing.filter)
        low: Any
        high: Any
        if isinstance(narrowing, Among):
            return (UNKNOWN if value is None else value) in narrowing.values
        if value is None:
            return narrowing.or_unknown
        if narrowing.low is None and narrowing.high is None and narrowing.or_unknown:
            return False
        low, high = narrowing.low, narrowing.high
        if low is not None and value < low:
            return False
        return high is None or (value <= high if isinstance(value, dt.date) else value < high)

    def state(self) -> str | None:
        one = self.enrollment
        if one is None:
            return None
        if one.entered_on is not None and one.entered_on <= TODAY:
            gone = one.exit_type is not None and one.exit_on is not None and one.exit_on <= TODAY
            names = {"term": "completed", "abandonment": "left_early", "neutral": "neutral_exit"}
            return names[one.exit_type or ""] if gone else "in_training"
        if one.is_no_show:
            return "no_show"
        return "applicant" if one.decision == "pending" else one.decision

    def fact(self, name: str) -> Any:
        if name.startswith("follow_up_"):
            return self._followed(int(name.removeprefix("follow_up_")))
        return getattr(self, f"_{name}", lambda: self._plain(name))()

    def _plain(self, name: str) -> Any:
        value = None if self.enrollment is None else getattr(self.enrollment, name)
        return None if value == "NC" else value

    def _sex(self) -> Any:
        return self.learner.sex

    def _city(self) -> Any:
        return self.learner.city or None

    def _department(self) -> Any:
        return department(self.learner.postal_code) or None

    def _age(self) -> Any:
        return None if self.learner.birth_date is None else age_on(self.learner.birth_date, TODAY)

    def _age_at_entry(self) -> Any:
        one, born = self.enrollment, self.learner.birth_date
        if one is None or self.cohort is None or born is None:
            return None
        return age_on(born, one.entered_on or one.planned_entry_on or self.cohort.planned_start)

    def _level(self) -> Any:
        if self.enrollment is None:
            return None
        levels = code_list("education_level")
        for code in (self.enrollment.highest_diploma, self.enrollment.last_class):
            if code is not None and levels[code]["bac_or_below"] != "unknown":
                return code
        return None

    def _qpv(self) -> Any:
        return _two(self._plain("in_qpv"))

    def _rural(self) -> Any:
        zoning = None if self.enrollment is None else self.enrollment.rural_zoning
        said = "unknown" if zoning is None else code_list("rural_zoning")[zoning]["rural"]
        return None if said == "unknown" else said

    def _career_change(self) -> Any:
        return _two(self._plain("is_career_change"))

    def _rqth(self) -> Any:
        return _two(self._told("is_rqth"))

    def _brsa(self) -> Any:
        return _two(self._told("is_brsa"))

    def _told(self, name: str) -> Any:
        if self.enrollment is None:
            return None
        statement = select(SensitiveFacts).where(SensitiveFacts.enrollment_id == self.enrollment.id)
        facts = self.session.scalar(statement)
        return None if facts is None else getattr(facts, name)

    def _course(self) -> Any:
        return self._of_cohort("course_id")

    def _program(self) -> Any:
        return self._of_cohort("funding_program_id")

    def _site(self) -> Any:
        return self._of_cohort("site_id")

    def _of_cohort(self, name: str) -> Any:
        value = None if self.cohort is None else getattr(self.cohort, name)
        return None if value is None else str(value)

    def _funder(self) -> Any:
        if self.enrollment is None or self.cohort is None:
            return None
        program = self.session.get(FundingProgram, self.cohort.funding_program_id or 0)
        return self.enrollment.funder or (program.funder if program is not None else None)

    def _rate(self) -> Any:
        one = self.enrollment
        if one is None or one.entered_on is None:
            return None
        marks = self.session.execute(
            select(Attendance, ClassSession)
            .join(ClassSession, ClassSession.id == Attendance.class_session_id)
            .where(Attendance.enrollment_id == one.id)
        ).all()
        last = one.exit_on or dt.date.max
        counted = [
            (mark.minutes_present, half_day.minutes)
            for mark, half_day in marks
            if mark.status != "SUSP" and one.entered_on <= half_day.held_on <= min(last, TODAY)
        ]
        due = sum(minutes for _, minutes in counted)
        return sum(present for present, _ in counted) * 100 / due if due else None

    def _followed(self, horizon: int) -> str:
        one = self.enrollment
        if one is None or self.state() not in ("completed", "left_early", "neutral_exit"):
            return "not_due"
        assert one.exit_on is not None
        told = self.session.scalar(
            select(FollowUp.situation).where(
                FollowUp.enrollment_id == one.id,
                FollowUp.horizon == horizon,
                FollowUp.recorded_on <= TODAY,
            )
        )
        if add_months(one.exit_on, horizon) > TODAY or one.exit_reason == "NE_DEC":
            return "not_due"
        known = told is not None and code_list("outcome_situation")[told]["known"] == "yes"
        return "known" if known else "missing"


def _two(value: bool | None) -> str | None:
    return None if value is None else "yes" if value else "no"


@pytest.fixture(scope="module", params=range(3))
def center(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, _template_store: Path
) -> Iterator[Center]:
    path = tmp_path_factory.mktemp("center") / "centre.gendb"
    shutil.copyfile(_template_store, path)
    db = open_store(path, PROGRAM)
    yield Center(db, request.param)
    db.close()


@st.composite
def narrowing(draw: st.DrawFn, center: Center) -> Narrowing:
    found = draw(st.sampled_from(list(filters().values())))
    if isinstance(found, ChoiceFilter):
        values = [value for value, _ in center.choices[found.id]]
        return Among(found.id, tuple(draw(st.lists(st.sampled_from(values), min_size=1, unique=True))))
    assert isinstance(found, RangeFilter)
    days = st.dates(dt.date(2024, 1, 1), dt.date(2027, 6, 1))
    bound: Any = days if found.kind == "day" else st.integers(0, 110)
    return Between(found.id, draw(st.none() | bound), draw(st.none() | bound), draw(st.booleans()))


@settings(max_examples=250, deadline=None)
@given(data=st.data())
def test_sql_finds_whom_plain_python_finds(center: Center, data: st.DataObject) -> None:
    states = [value for value, _ in center.choices[STATE]]
    criteria = LearnerCriteria(
        cohort_ids=data.draw(
            st.none() | st.lists(st.sampled_from(center.cohort_ids), min_size=1, unique=True).map(tuple)
        ),
        states=tuple(data.draw(st.lists(st.sampled_from(states), max_size=4, unique=True))),
        narrowings=tuple(data.draw(st.lists(narrowing(center), max_size=3))),
    )
    found = center.listed(criteria)
    assert len(found) == len(set(found))
    assert set(found) == center.expected(criteria)


@pytest.mark.parametrize("name", list(filters()))
def test_known_and_unknown_share_everybody(center: Center, name: str) -> None:
    """No filter loses anybody: all its choices together list everyone."""
    found = filters()[name]
    if isinstance(found, ChoiceFilter):
        every: Narrowing = Among(name, tuple(value for value, _ in center.choices[name]))
    else:
        every = Between(name, None, None, or_unknown=False)
        rest = Between(name, or_unknown=True)
        listed = {*center.listed(LearnerCriteria(narrowings=(every,)))}
        unknown = {*center.listed(LearnerCriteria(narrowings=(rest,)))}
        assert listed | unknown == set(center.listed(LearnerCriteria()))
        assert not listed & unknown
        return
    assert set(center.listed(LearnerCriteria(narrowings=(every,)))) == set(center.listed(LearnerCriteria()))


def test_criteria_are_said_in_words(center: Center) -> None:
    code = dict(center.choices[COHORT])[str(center.cohort_ids[0])]
    criteria = LearnerCriteria(
        text="dup",
        cohort_ids=(center.cohort_ids[0],),
        states=("in_training", UNKNOWN),
        incomplete=True,
        narrowings=(
            Among("prescriber", ("CAP", "ML", UNKNOWN)),
            Between("age_at_entry", high=26),
            Between("rate", 50, 80, or_unknown=True),
            Between("exit_on", dt.date(2026, 1, 1), dt.date(2026, 6, 30)),
            Between("entered_on", or_unknown=True),
        ),
    )
    assert criteria_in_words(criteria, center.choices) == [
        ("Cohorte", code),
        ("Statut", "En formation, Sans inscription"),
        ("Prescripteur", "Mission locale, Cap emploi, Non renseigné"),
        ("Âge à l’entrée", "moins de 26\u00a0ans"),
        ("Assiduité", "de 50 à moins de 80\u202f% ou non renseigné"),
        ("Sortie", "du 01/01/2026 au 30/06/2026"),
        ("Entrée", "non renseigné"),
        ("Fiches", "incomplètes"),
        ("Texte cherché", "dup"),
    ]


def test_what_is_gone_since_is_said_and_left_out(center: Center) -> None:
    kept = center.cohort_ids[0]
    criteria = LearnerCriteria(
        cohort_ids=(kept, 12),
        narrowings=(Among("city", ("Nevers", "Ys")), Among("shoes", ("42",)), Among("site", ("7",))),
    )
    left, lost = known_part(criteria, center.choices)
    assert left == LearnerCriteria(cohort_ids=(kept,), narrowings=(Among("city", ("Nevers",)),))
    assert lost == (
        "1 cohorte supprimée depuis",
        "un choix de «\u00a0Commune\u00a0», qui n’est plus dans le fichier",
        "un filtre que cette version ne connaît pas",
        "un choix de «\u00a0Site\u00a0», qui n’est plus dans le fichier",
    )
    assert known_part(LearnerCriteria(cohort_ids=(12,)), center.choices)[0] == LearnerCriteria()
