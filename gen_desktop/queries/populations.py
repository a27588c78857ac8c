"""Named groups of enrollments at a date, as SQL conditions: the one place where it is decided who counts.

Source: programme.md §3.2 (canonical populations). A condition that is neither true nor false because a fact
is unknown must never be read as "no": every population that rests on a fact has its "unknown" twin.
"""

from __future__ import annotations

import datetime as dt
from functools import cached_property, lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, extract, false, func, not_, or_, select, true

from gen_desktop.models.assessment import Certification
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.enrollment import Enrollment, SensitiveFacts
from gen_desktop.models.learner import Learner
from gen_desktop.queries.application_stage import stage_sql
from gen_desktop.queries.once import conditions_made_once
from gen_desktop.queries.scope import Scope
from gen_desktop.queries.situations import Situations
from gen_desktop.reference.lists import codes_where
from gen_desktop.reference.parameters import Parameters

Condition = ColumnElement[bool]

HORIZONS = (3, 6, 12, 24)
PRESENTED_OUTCOMES = codes_where("certification_outcome", presented="yes")


@conditions_made_once
class Populations:
    """The conditions for one scope. ``select_from`` gives the joined rows that they speak about."""

    def __init__(self, scope: Scope, parameters: Parameters) -> None:
        self.scope = scope
        self.parameters = parameters

    @cached_property
    def situations(self) -> Situations:
        """The situations of the leavers, put together when they are first asked about."""
        return _situations(self.scope.as_of, self.scope.cohort_ids, self.parameters)

    def select_from(self, *columns: Any, where: Condition | None = None) -> Select[Any]:
        """One row per enrollment of the scope that meets ``where``, with everything the columns ask about.

        A condition on what became of people belongs in ``where``: situations are joined for the horizons that
        it and the columns speak about, which saves time to whoever asks about none.
        """
        statement = (
            select(*columns)
            .select_from(Enrollment)
            .join(Learner, Learner.id == Enrollment.learner_id)
            .join(Cohort, Cohort.id == Enrollment.cohort_id)
            .outerjoin(SensitiveFacts, SensitiveFacts.enrollment_id == Enrollment.id)
            .outerjoin(Certification, Certification.enrollment_id == Enrollment.id)
        )
        asked = columns if where is None else (*columns, where)
        statement = self.situations.join(statement, *asked).where(self.in_scope())
        return statement if where is None else statement.where(where)

    def in_scope(self) -> Condition:
        """The cohorts and the period asked for."""
        conditions: list[Condition] = [self.applied(), self.of_cohorts()]
        first, last = self.scope.date_from, self.scope.date_to
        reference = func.coalesce(Enrollment.applied_on, Enrollment.decided_on, Cohort.planned_start)
        if first is not None:
            still_there = or_(Enrollment.exit_on.is_(None), Enrollment.exit_on >= first)
            conditions.append(case((self.entered(), still_there), else_=reference >= first))
        if last is not None:
            conditions.append(case((self.entered(), Enrollment.entered_on <= last), else_=reference <= last))
        return and_(*conditions)

    def of_cohorts(self) -> Condition:
        """The cohorts asked for."""
        ids = self.scope.cohort_ids
        return true() if ids is None else Enrollment.cohort_id.in_(ids)

    # Recruitment

    def applied(self) -> Condition:
        """CAND: every application known at the date."""
        return _by(Enrollment.applied_on, self.scope.as_of)

    def admitted(self) -> Condition:
        """ADM: admitted, whether the person came or not; whoever withdrew after an admission was admitted."""
        decided = and_(
            Enrollment.decision.in_(("admitted", "withdrawn")),
            _by(Enrollment.decided_on, self.scope.as_of),
            or_(Enrollment.decision == "admitted", Enrollment.decided_on.is_not(None)),
        )
        return or_(decided, self.entered())

    def positioned(self) -> Condition:
        """Candidates who were positioned on what the course asks for."""
        return func.coalesce(Enrollment.positioned_on <= self.scope.as_of, false())

    def interviewed(self) -> Condition:
        """Candidates who were seen in an interview."""
        return func.coalesce(Enrollment.interviewed_on <= self.scope.as_of, false())

    def at_stage(self, stage: str) -> Condition:
        """Applications that stand there (code of application_stage); the stages together are CAND."""
        return stage_sql(self.scope.as_of) == stage

    # Path

    def entered(self) -> Condition:
        """ENT: an actual entry, that is a first half-day of presence or a confirmed AES. No-shows are not."""
        return and_(Enrollment.entered_on.is_not(None), Enrollment.entered_on <= self.scope.as_of)

    def left(self) -> Condition:
        """SORT: entrants whose exit, of whatever type, is not after the date."""
        return and_(
            self.entered(),
            Enrollment.exit_type.is_not(None),
            Enrollment.exit_on.is_not(None),
            Enrollment.exit_on <= self.scope.as_of,
        )

    def in_training(self) -> Condition:
        """ENC: entrants who have not left; ENT = ENC + SORT."""
        return and_(self.entered(), not_(func.coalesce(self.left(), false())))

    def completed(self) -> Condition:
        """TERM: entrants who reached the end of their path."""
        return and_(self.left(), Enrollment.exit_type == "term")

    def abandoned(self) -> Condition:
        """ABD: entrants whose exit is an abandonment, a job taken during the course included (§5.6)."""
        return and_(self.left(), Enrollment.exit_type == "abandonment")

    def left_neutrally(self) -> Condition:
        """Early exits that are nobody's abandonment: force majeure, death."""
        return and_(self.left(), Enrollment.exit_type == "neutral")

    def seats_counted(self) -> Condition:
        """The cohort has begun, and says how many places it has."""
        start = func.coalesce(Cohort.actual_start, Cohort.planned_start)
        return and_(Cohort.seats.is_not(None), start <= self.scope.as_of)

    # Publics at the entry

    def women(self) -> Condition:
        """Women."""
        return Learner.sex == "F"

    def sex_unknown(self) -> Condition:
        """Sex not known."""
        return Learner.sex.is_(None)

    def younger_than(self, age: int) -> Condition:
        """Under that age at the entry (dates.age_on, said in SQL)."""
        return _number(Enrollment.entered_on) - _number(Learner.birth_date) < age * 10_000

    def birth_unknown(self) -> Condition:
        """Birth date not known."""
        return Learner.birth_date.is_(None)

    def neet_eligible(self) -> Condition:
        """Neither in work nor in training before the entry (§5.2)."""
        return Enrollment.situation_before.in_(codes_where("situation_before", neet_eligible="yes"))

    def situation_unknown(self) -> Condition:
        """Situation before the entry not known."""
        return _unknown_code(Enrollment.situation_before, "situation_before", neet_eligible="unknown")

    def neet(self) -> Condition:
        """Young people neither in work nor training: under the age limit in force and eligible."""
        return and_(self.younger_than(self.parameters.neet_age_limit), self.neet_eligible())

    def neet_unknown(self) -> Condition:
        """Age or situation missing, unless the other fact settles it."""
        too_old = and_(
            Learner.birth_date.is_not(None), not_(self.younger_than(self.parameters.neet_age_limit))
        )
        settled = and_(not_(self.neet_eligible()), not_(self.situation_unknown()))
        return and_(
            or_(self.birth_unknown(), self.situation_unknown()),
            not_(func.coalesce(too_old, false())),
            not_(func.coalesce(settled, false())),
        )

    def bac_or_below(self) -> Condition:
        """Highest diploma at bac level or below (the last class when it alone is known)."""
        return func.coalesce(_level_known(), Enrollment.last_class).in_(
            codes_where("education_level", bac_or_below="yes")
        )

    def level_unknown(self) -> Condition:
        """Neither diploma nor last class known."""
        return _unknown_code(
            func.coalesce(_level_known(), Enrollment.last_class), "education_level", bac_or_below="unknown"
        )

    def job_seekers(self) -> Condition:
        """Looking for work before the entry, registered or not."""
        return Enrollment.situation_before.in_(codes_where("situation_before", job_seeker="yes"))

    def job_seeker_unknown(self) -> Condition:
        """Situation before the entry not known."""
        return _unknown_code(Enrollment.situation_before, "situation_before", job_seeker="unknown")

    def long_term_unemployed(self) -> Condition:
        """DELD: job seekers for twelve months or more (§4.3, the French meaning)."""
        return and_(self.job_seekers(), Enrollment.unemployment_months >= 12)

    def long_term_unknown(self) -> Condition:
        """Situation unknown, or a job seeker whose months are unknown."""
        return or_(
            self.job_seeker_unknown(), and_(self.job_seekers(), Enrollment.unemployment_months.is_(None))
        )

    def in_qpv(self) -> Condition:
        """Living in a QPV at the entry."""
        return Enrollment.in_qpv.is_(True)

    def qpv_unknown(self) -> Condition:
        """QPV never determined."""
        return Enrollment.in_qpv.is_(None)

    def rural(self) -> Condition:
        """Living in a commune of the rural zoning in force at the entry (ZRR, FRR)."""
        return Enrollment.rural_zoning.in_(codes_where("rural_zoning", rural="yes"))

    def rural_unknown(self) -> Condition:
        """Rural zoning not determined, or a commune classed in part."""
        return _unknown_code(Enrollment.rural_zoning, "rural_zoning", rural="unknown")

    def disabled(self) -> Condition:
        """Recognised as a disabled worker (RQTH)."""
        return SensitiveFacts.is_rqth.is_(True)

    def disabled_unknown(self) -> Condition:
        """RQTH not asked or not answered."""
        return SensitiveFacts.is_rqth.is_(None)

    def brsa(self) -> Condition:
        """Receiving the RSA."""
        return SensitiveFacts.is_brsa.is_(True)

    def brsa_unknown(self) -> Condition:
        """RSA not asked or not answered."""
        return SensitiveFacts.is_brsa.is_(None)

    def career_changers(self) -> Condition:
        """In a career change."""
        return Enrollment.is_career_change.is_(True)

    def career_change_unknown(self) -> Condition:
        """Career change not known."""
        return Enrollment.is_career_change.is_(None)

    # Certification

    def presented(self) -> Condition:
        """Came before the jury."""
        came = or_(Certification.is_presented.is_(True), Certification.outcome.in_(PRESENTED_OUTCOMES))
        return and_(self.entered(), self._jury_known(), func.coalesce(came, false()))

    def presentation_unknown(self) -> Condition:
        """Nobody has said whether the person came before the jury."""
        silent = and_(Certification.is_presented.is_(None), Certification.outcome.is_(None))
        return or_(silent, not_(self._jury_known()))

    def fully_certified(self) -> Condition:
        """Obtained the whole certification."""
        return and_(self.presented(), Certification.outcome == "full")

    def partly_certified(self) -> Condition:
        """At least one block but not all."""
        return and_(self.presented(), Certification.outcome == "partial")

    def result_unknown(self) -> Condition:
        """Presented, and the result is not known."""
        return and_(self.presented(), Certification.outcome.is_(None))

    def certification_unknown(self) -> Condition:
        """Entrants of whom it is not known yet whether they are certified: no result, no early exit."""
        early = or_(self.abandoned(), self.left_neutrally())
        undecided = or_(self.presentation_unknown(), self.result_unknown())
        return and_(self.entered(), not_(func.coalesce(early, false())), undecided)

    def _jury_known(self) -> Condition:
        return func.coalesce(_by(Certification.jury_on, self.scope.as_of), true())

    # Follow-up at k months

    def due(self, horizon: int) -> Condition:
        """DUE_k: leavers whose exit plus k calendar months is not after the date, without the dead (§5.4)."""
        return self.situations.is_due(horizon)

    def answered(self, horizon: int) -> Condition:
        """REP_k: due and of known situation."""
        return and_(self.due(horizon), self._has(horizon, known="yes"))

    def unknown(self, horizon: int) -> Condition:
        """UNK_k = DUE_k − REP_k."""
        return and_(self.due(horizon), not_(self._has(horizon, known="yes")))

    def refused_to_answer(self, horizon: int) -> Condition:
        """Due, and refused to answer."""
        return and_(self.due(horizon), self._is(horizon, "REF"))

    def unreachable(self, horizon: int) -> Condition:
        """Due, and declared unreachable."""
        return and_(self.due(horizon), self._is(horizon, "INJ"))

    def not_asked(self, horizon: int) -> Condition:
        """Due, and nothing recorded: the rest of the unknown."""
        return and_(
            self.unknown(horizon),
            not_(self._is(horizon, "REF")),
            not_(self._is(horizon, "INJ")),
        )

    def positive(self, horizon: int) -> Condition:
        """GEN's "sortie positive": employment, creation or training, among the known."""
        codes = codes_where("outcome_situation", gen_positive="yes")
        if self.parameters.service_civique_positive:
            codes += codes_where("outcome_situation", gen_positive="by_parameter")
        return and_(self.due(horizon), self._in(horizon, codes))

    def positive_or_unknown(self, horizon: int) -> Condition:
        """The upper bound of the positive exits: as if every unknown had been one."""
        return or_(self.positive(horizon), self.unknown(horizon))

    def employed(self, horizon: int) -> Condition:
        """In employment at the date, business creation counted."""
        return and_(self.due(horizon), self._has(horizon, employed="yes"))

    def salaried(self, horizon: int) -> Condition:
        """In salaried employment at the date."""
        return and_(self.due(horizon), self._has(horizon, salaried="yes"))

    def in_further_training(self, horizon: int) -> Condition:
        """In further training."""
        return and_(self.due(horizon), self._has(horizon, training="yes"))

    def durably_employed(self, horizon: int) -> Condition:
        """In lasting employment: by the contract, and by its length where the list says so."""
        return and_(self.due(horizon), self.situations.is_lasting(horizon))

    def dynamic_exit(self, horizon: int) -> Condition:
        """IAE "sortie dynamique": durable, transition or strict positive exit."""
        return and_(self.due(horizon), self._has(horizon, iae_dynamic="yes"))

    def known_by_spell(self, horizon: int) -> Condition:
        """Due, and of a situation that nobody was asked: a dated job, business or training tells it."""
        return and_(self.due(horizon), self.situations.is_derived(horizon))

    def contradicted(self, horizon: int) -> Condition:
        """Due, and told to be without job or training on a day that a spell covers."""
        return and_(self.due(horizon), self.situations.contradicts(horizon))

    def situation_code(self, horizon: int) -> ColumnElement[str]:
        """The situation as told by the date, else as a spell tells it; NDE when nothing is known."""
        return func.coalesce(self.situations.code(horizon), "NDE")

    def _in(self, horizon: int, codes: tuple[str, ...]) -> Condition:
        return self.situations.is_one_of(horizon, codes)

    def _has(self, horizon: int, **attributes: str) -> Condition:
        return self._in(horizon, codes_where("outcome_situation", **attributes))

    def _is(self, horizon: int, code: str) -> Condition:
        return self._in(horizon, (code,))


@lru_cache(maxsize=8)
def _situations(as_of: dt.date, cohort_ids: tuple[int, ...] | None, parameters: Parameters) -> Situations:
    """Made once for the many figures of a scope: putting it together costs more than running it."""
    of = Populations(Scope(as_of, cohort_ids), parameters)
    return Situations(as_of, parameters, and_(of.of_cohorts(), of.left()))


def enrollment_state(as_of: dt.date) -> ColumnElement[str]:
    """The state of an enrollment at a date, as a code of the list enrollment_state. Needs no join."""
    entered = and_(Enrollment.entered_on.is_not(None), Enrollment.entered_on <= as_of)
    gone = and_(Enrollment.exit_type.is_not(None), Enrollment.exit_on <= as_of)
    decided = _by(Enrollment.decided_on, as_of)
    return case(
        (and_(entered, gone, Enrollment.exit_type == "term"), "completed"),
        (and_(entered, gone, Enrollment.exit_type == "abandonment"), "left_early"),
        (and_(entered, gone, Enrollment.exit_type == "neutral"), "neutral_exit"),
        (entered, "in_training"),
        (Enrollment.is_no_show.is_(True), "no_show"),
        (and_(decided, Enrollment.decision == "admitted"), "admitted"),
        (and_(decided, Enrollment.decision == "waiting"), "waiting"),
        (and_(decided, Enrollment.decision == "refused"), "refused"),
        (and_(decided, Enrollment.decision == "withdrawn"), "withdrawn"),
        else_="applicant",
    )


def _number(day: Any) -> ColumnElement[int]:
    """A date as the number yyyymmdd: the difference of two, over 10 000, is the complete years between."""
    return extract("year", day) * 10_000 + extract("month", day) * 100 + extract("day", day)


def _by(day: Any, as_of: dt.date) -> Condition:
    return or_(day.is_(None), day <= as_of)


def _level_known() -> ColumnElement[str | None]:
    silent = codes_where("education_level", bac_or_below="unknown")
    return case((Enrollment.highest_diploma.in_(silent), None), else_=Enrollment.highest_diploma)


def _unknown_code(column: Any, name: str, **attributes: str) -> Condition:
    return or_(column.is_(None), column.in_(codes_where(name, **attributes)))
