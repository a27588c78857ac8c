"""The groups of leavers that the definitions of others speak about, over the populations of the file."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    exists,
    extract,
    false,
    func,
    literal,
    not_,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from gen_desktop.models.assessment import Certification
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.follow_up import FollowUp
from gen_desktop.models.learner import Learner
from gen_desktop.models.placement import Placement
from gen_desktop.queries.once import conditions_made_once
from gen_desktop.queries.populations import Condition, Populations
from gen_desktop.queries.situation_sql import months_later
from gen_desktop.reference.lists import codes_where

ACCESS_MONTHS = 6
"""France Travail looks at the six months after the end of the course: it is in the name of the rate."""
AT_EXIT = 0
"""The horizon of a situation told about the exit itself."""


@conditions_made_once
class DefinitionGroups:
    """Conditions on enrollments joined by ``populations.select_from``. Never null: true or false.

    ``certified_in``: the calendar year of certification that a promotion of France compétences is; None
    takes the certified of the scope whatever the year.
    """

    def __init__(self, populations: Populations, certified_in: int | None = None) -> None:
        self.populations = populations
        self.certified_in = certified_in

    # Whatever the system

    def population(self, name: str, horizon: int) -> Condition:
        """A population of the programme at a horizon, by its name."""
        return _sure(getattr(self.populations, name)(horizon))

    # France Travail: access to employment, a flow

    def due_seekers(self) -> Condition:
        """Leavers of six months ago who looked for work before the entry."""
        p = self.populations
        return _sure(and_(p.due(ACCESS_MONTHS), p.job_seekers()))

    def accessed(self) -> Condition:
        """Of these, who began a job of a month or more, an aided contract or a business in these months."""
        return and_(self.due_seekers(), self._has_counted_spell())

    def access_unknown(self) -> Condition:
        """Of these, who did nothing that counts as far as is known, and of whom not all is known.

        Nobody answered at six months; or a job was told whose beginning or length nobody knows.
        """
        p = self.populations
        kept = p.situation_code(ACCESS_MONTHS) == "MAINT"
        told = and_(p.employed(ACCESS_MONTHS), not_(kept), not_(self._has_described_spell()))
        silent = or_(p.unknown(ACCESS_MONTHS), told)
        return _sure(and_(self.due_seekers(), not_(self._has_counted_spell()), silent))

    def _has_counted_spell(self) -> Condition:
        return _sure(self._access("counted"))

    def _has_described_spell(self) -> Condition:
        return _sure(self._access("described"))

    def _access(self, name: str) -> ColumnElement[Any]:
        return self.populations.situations.worked_out.table("access", self._accesses).c[name]

    def _accesses(self) -> Select[Any]:
        """The leavers: whether some spell counts as an access to employment, whether one is known well."""
        p = self.populations
        columns: tuple[ColumnElement[Any], ...] = (
            Enrollment.id.label("enrollment_id"),
            self._counted_spell().label("counted"),
            self._described_spell().label("described"),
        )
        return select(*columns).where(p.of_cohorts(), p.left())

    def _counted_spell(self) -> Condition:
        spell = aliased(Placement)
        last_day = months_later(Enrollment.exit_on, ACCESS_MONTHS)
        counted = or_(spell.kind == "creation", _is_aided(spell), _lasts_a_month(spell))
        begins = and_(spell.starts_on > Enrollment.exit_on, spell.starts_on <= last_day)
        return self._has_spell(spell, and_(_is_work(spell), begins, counted))

    def _described_spell(self) -> Condition:
        spell = aliased(Placement)
        known = or_(
            spell.kind == "creation",
            spell.contract_type.in_(_without_end()),
            spell.contract_months.is_not(None),
            spell.ends_on.is_not(None),
        )
        return self._has_spell(spell, and_(_is_work(spell), spell.starts_on.is_not(None), known))

    def _has_spell(self, spell: type[Placement], condition: Condition) -> Condition:
        """Some spell is so, and was known on the day from which one looks back."""
        as_of, told = self.populations.scope.as_of, aliased(FollowUp)
        recorded_on = func.coalesce(spell.recorded_on, told.recorded_on, spell.starts_on)
        rows = (
            select(literal(1))
            .select_from(spell)
            .outerjoin(told, told.id == spell.follow_up_id)
            .where(
                spell.enrollment_id == Enrollment.id,
                spell.starts_on <= as_of,
                recorded_on <= as_of,
                condition,
            )
            .correlate(Enrollment)
        )
        return exists(rows)

    # France compétences: certified people only

    def certified_answering(self, horizon: int) -> Condition:
        """Certified, of known situation at the horizon, not neutralised (still studying, unable to work)."""
        p = self.populations
        neutral = p.situation_code(horizon).in_(codes_where("outcome_situation", neutralized="yes"))
        return _sure(and_(self.certified(), p.answered(horizon), not_(neutral)))

    def certified_employed(self, horizon: int) -> Condition:
        """Of these, in employment."""
        return _sure(and_(self.certified_answering(horizon), self.populations.employed(horizon)))

    def certified_unknown(self, horizon: int) -> Condition:
        """Certified and due, of unknown situation."""
        return _sure(and_(self.certified(), self.populations.unknown(horizon)))

    def certified_in_occupation(self, horizon: int) -> Condition:
        """In employment, in the occupation that the certification aims at."""
        aimed = self.populations.situations.is_target_occupation(horizon)
        return _sure(and_(self.certified_employed(horizon), aimed.is_(True)))

    def occupation_unknown(self, horizon: int) -> Condition:
        """Certified and due, of unknown situation, or in a job of which nobody said what it is."""
        aimed = self.populations.situations.is_target_occupation(horizon)
        silent = and_(self.certified_employed(horizon), aimed.is_(None))
        return or_(self.certified_unknown(horizon), _sure(silent))

    def certified(self) -> Condition:
        """Obtained the whole certification, in the year of the promotion if there is one."""
        certified = self.populations.fully_certified()
        if self.certified_in is None:
            return certified
        return and_(certified, extract("year", Certification.jury_on) == self.certified_in)

    # In the manner of InserJeunes: three parts of everybody due

    def salaried(self, horizon: int) -> Condition:
        """In salaried employment."""
        return self.population("salaried", horizon)

    def training(self, horizon: int) -> Condition:
        """In further training."""
        return self.population("in_further_training", horizon)

    def others(self, horizon: int) -> Condition:
        """Everybody else, the unknown included."""
        due = self.population("due", horizon)
        return and_(due, not_(self.salaried(horizon)), not_(self.training(horizon)))

    # IAE: three classes of dynamic exits

    def dynamic(self, horizon: int) -> Condition:
        """Durable, transition or positive in the strict sense."""
        return self.population("dynamic_exit", horizon)

    def positive_strict(self, horizon: int) -> Condition:
        """Training, or hired by a structure of the IAE."""
        return and_(self.dynamic(horizon), self._is(horizon, iae_class="positive"))

    def durable(self, horizon: int) -> Condition:
        """Durable employment, at the threshold in force."""
        lasting = self.population("durably_employed", horizon)
        return and_(self.dynamic(horizon), not_(self.positive_strict(horizon)), lasting)

    def transition(self, horizon: int) -> Condition:
        """The other jobs that count: shorter contracts, aided contracts."""
        lasting = self.population("durably_employed", horizon)
        return and_(self.dynamic(horizon), not_(self.positive_strict(horizon)), not_(lasting))

    def _is(self, horizon: int, **attributes: str) -> Condition:
        codes = codes_where("outcome_situation", **attributes)
        return _sure(self.populations.situation_code(horizon).in_(codes))

    # ESF+: immediate results, within four weeks of the exit

    def exited(self) -> Condition:
        """Leavers, the dead left out, whose four weeks after the exit are over."""
        return _sure(self._at_exit("exited"))

    def exit_known(self) -> Condition:
        """Of these, whose situation on leaving was told in time, or is told by a job or a training."""
        told = self._told_at_exit(codes_where("outcome_situation", known="yes"))
        return and_(self.exited(), or_(told, self._at_exit("at_work"), self._at_exit("in_training")))

    def exit_unknown(self) -> Condition:
        """Of these, whose exit is not documented."""
        return and_(self.exited(), not_(self.exit_known()))

    def exit_searching(self) -> Condition:
        """EECR01: looking for work on leaving, and not in a job or a training that began meanwhile."""
        told = self._told_at_exit(codes_where("outcome_situation", esf="job_searching"))
        busy = or_(self._at_exit("at_work"), self._at_exit("in_training"))
        return and_(self.exited(), told, not_(busy))

    def exit_training(self) -> Condition:
        """EECR02: in education or training on leaving."""
        told = self._told_at_exit(codes_where("outcome_situation", esf="training"))
        return and_(self.exited(), or_(told, self._at_exit("in_training")))

    def exit_employed(self) -> Condition:
        """EECR04: in employment on leaving, self-employment included."""
        codes = codes_where("outcome_situation", esf="employed")
        codes += codes_where("outcome_situation", esf="self_employed")
        told = self._told_at_exit(codes)
        return and_(self.exited(), or_(told, self._at_exit("at_work")))

    def exit_qualified(self) -> Condition:
        """EECR03: the whole certification, obtained within four weeks of the exit.

        The day of a jury that nobody noted is taken to be in time: the result is known.
        """
        day = func.coalesce(Certification.jury_on, Enrollment.exit_on)
        in_time = day <= self._delay_end()
        return _sure(and_(self.exited(), self.populations.fully_certified(), in_time))

    def qualification_unknown(self) -> Condition:
        """Of the exited, of whom it is not known whether they are certified."""
        return _sure(and_(self.exited(), self.populations.certification_unknown()))

    def _delay_end(self) -> ColumnElement[str]:
        days = self.populations.parameters.esf_exit_days
        return func.date(Enrollment.exit_on, f"+{days} days")

    def _told_at_exit(self, codes: tuple[str, ...]) -> Condition:
        return _sure(self._at_exit("told").in_(codes))

    def _at_exit(self, name: str) -> ColumnElement[Any]:
        return self.populations.situations.worked_out.table("exit", self._exits).c[name]

    def _exits(self) -> Select[Any]:
        """The leavers: whether they exited, what was told in time, and the spells of the four weeks."""
        p, answer = self.populations, aliased(FollowUp)
        over = self._delay_end() <= p.scope.as_of.isoformat()
        dead = _sure(Enrollment.exit_reason == "NE_DEC")
        removed = _sure(
            answer.situation.in_(codes_where("outcome_situation", removed_from_denominators="yes"))
        )
        in_time = answer.recorded_on <= self._delay_end()
        told = and_(
            answer.enrollment_id == Enrollment.id,
            answer.horizon == AT_EXIT,
            answer.recorded_on <= p.scope.as_of,
        )
        return (
            select(
                Enrollment.id.label("enrollment_id"),
                and_(over, not_(dead), not_(removed)).label("exited"),
                case((in_time, answer.situation)).label("told"),
                self._spell_at_exit("job", "creation").label("at_work"),
                self._spell_at_exit("training").label("in_training"),
            )
            .outerjoin(answer, told)
            .where(p.of_cohorts(), p.left())
        )

    def _spell_at_exit(self, *kinds: str) -> Condition:
        """A spell going on some day of the four weeks."""
        spell = aliased(Placement)
        running = and_(
            spell.starts_on <= self._delay_end(),
            or_(spell.ends_on.is_(None), spell.ends_on >= Enrollment.exit_on),
        )
        return self._has_spell(spell, and_(spell.kind.in_(kinds), running))

    # ESF+: six months after

    def employed_before(self) -> Condition:
        """Due at six months, and in employment before the entry."""
        p = self.populations
        codes = codes_where("situation_before", esf="employed")
        return _sure(and_(p.due(6), Enrollment.situation_before.in_(codes)))

    def improved(self) -> Condition:
        """EECR06, as far as the file can tell: from a contract with a term to lasting employment."""
        codes = codes_where("situation_before", precarious="yes")
        was_short = Enrollment.situation_before.in_(codes)
        return _sure(and_(self.employed_before(), was_short, self.populations.durably_employed(6)))

    def improvement_unknown(self) -> Condition:
        """Employed before, and of unknown situation at six months."""
        return _sure(and_(self.employed_before(), self.populations.unknown(6)))

    def of_sex(self, sex: str) -> Condition:
        """Women (F) or men (M)."""
        return _sure(Learner.sex == sex)


def _sure(condition: Condition) -> Condition:
    return func.coalesce(condition, false())


def _is_work(spell: type[Placement]) -> Condition:
    return spell.kind.in_(("job", "creation"))


def _without_end() -> tuple[str, ...]:
    """The contracts that have no term, and that of civil servants."""
    codes = codes_where("contract_type", situation_unknown="EMP_CDI")
    return codes + codes_where("contract_type", situation_unknown="EMP_FP")


def _is_aided(spell: type[Placement]) -> Condition:
    by_type = spell.contract_type.in_(codes_where("contract_type", situation_unknown="EMP_AIDE"))
    return _sure(or_(by_type, spell.contract_nature.in_(codes_where("contract_nature", aided="yes"))))


def _lasts_a_month(spell: type[Placement]) -> Condition:
    """By its kind, by its length as told, else by its dates or by the day it was said to be going on."""
    last_day = func.coalesce(spell.ends_on, spell.confirmed_on)
    by_dates = func.date(last_day, "+1 day") >= months_later(spell.starts_on, 1)
    return or_(
        _sure(spell.contract_type.in_(_without_end())),
        _sure(spell.contract_months >= 1),
        _sure(and_(spell.contract_months.is_(None), by_dates)),
    )
