"""A sound invented centre, and one way to break each rule of a report. Nobody in it exists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from gen_desktop.models.registry import (
    Attendance,
    BlockResult,
    Certification,
    CertificationBlock,
    ClassSession,
    Cohort,
    CompanyPeriod,
    ContactAttempt,
    Course,
    Enrollment,
    FollowUp,
    FundingProgram,
    Organization,
    Placement,
    SatisfactionAnswer,
    SensitiveFacts,
    Site,
    Target,
)
from tests.factories import make_learner

FIRST, AS_OF = dt.date(2026, 1, 1), dt.date(2026, 9, 30)
START, END = dt.date(2026, 1, 5), dt.date(2026, 6, 30)
HELD = dt.date(2026, 2, 2)
LEFT, DUE = dt.date(2026, 6, 12), dt.date(2026, 9, 12)
"""Three months later; the window of that horizon is still open on AS_OF."""
MINUTES = 210
Values = Mapping[str, Any]


class Centre:
    """Makes records that break no rule, but for what is said of them."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.number = 0
        organization = Organization(
            name="Numérique en Morvan",
            siret="99900000300015",
            nda="27580099958",
            qualiopi_number="FR-0001",
            qualiopi_valid_until=dt.date(2028, 1, 1),
            representative="Alix Exemple",
        )
        session.add(organization)
        session.flush()
        self.organization_id = organization.id
        self.site = self.new_site()
        self.program = self.new_program()
        self.course = self.new_course()
        self.cohort = self.new_cohort()

    def new_site(self, **values: Any) -> Site:
        facts = {"name": "Château-Chinon", "in_qpv": False, "rural_zoning": "FRR"} | values
        return self._add(Site(organization_id=self.organization_id, **facts))

    def new_program(self, *, has_target: bool = True, **values: Any) -> FundingProgram:
        facts: dict[str, Any] = {
            **{"code": f"P{self._next()}", "name": "Label", "funder": "ETAT_EMPLOI"},
            **{"label_number": "2021-0457", "label_ends_on": dt.date(2028, 1, 1), "is_eu_cofunded": True},
            **{"planned_amount": Decimal(1000), "realized_amount": Decimal(900)},
        }
        program = self._add(FundingProgram(**(facts | values)))
        if has_target:
            self._add(Target(funding_program_id=program.id, indicator="A3.femmes", percent=Decimal(30)))
        return program

    def new_course(self, **values: Any) -> Course:
        facts = {"title": "Développeur web", "certification_code": "RNCP37674"} | values
        course = self._add(Course(code=f"C{self._next()}", **facts))
        self._add(CertificationBlock(course_id=course.id, code="BC01", title="Développer"))
        return course

    def new_cohort(self, **values: Any) -> Cohort:
        facts: dict[str, Any] = {
            **{"course_id": self.course.id, "site_id": self.site.id, "seats": 20},
            **{"funding_program_id": self.program.id, "planned_start": START, "planned_end": END},
            "actual_start": START,
        }
        cohort = self._add(Cohort(code=f"S{self._next()}", **(facts | values)))
        self._add(
            ClassSession(
                cohort_id=cohort.id,
                held_on=HELD,
                half_day="AM",
                starts_at=dt.time(9),
                ends_at=dt.time(12, 30),
                minutes=MINUTES,
            )
        )
        return cohort

    def applicant(self, **values: Any) -> Enrollment:
        """Somebody who has not entered."""
        learner = make_learner(self.session, self._next(), birth_date=dt.date(2000, 1, 1))
        facts = {"cohort_id": self.cohort.id, "applied_on": dt.date(2026, 9, 25)} | values
        return self._add(Enrollment(learner_id=learner.id, **facts))

    def person(
        self,
        learner: Values | None = None,
        sensitive: Values | None = None,
        follow_up: Values | None = None,
        spell: Values | None = None,
        jury: Values | None = None,
        *,
        minutes: int | None = MINUTES,
        without: tuple[str, ...] = (),
        **values: Any,
    ) -> Enrollment:
        """Somebody who entered, left at the term and told of a job three months later.

        ``minutes`` of presence at the only half-day, None: nobody noted it. ``without``: what is not there.
        """
        facts: dict[str, Any] = {"birth_date": dt.date(2000, 1, 1), "sex": "F", "postal_code": "58120"}
        who = make_learner(
            self.session, self._next(), **(facts | {"france_travail_id": "1234567A"} | (learner or {}))
        )
        enrollment = self._add(Enrollment(learner_id=who.id, **(self._path() | values)))
        self._mark(enrollment, minutes)
        made = {
            "sensitive": SensitiveFacts(**(_SENSITIVE | (sensitive or {}))),
            "follow_up": FollowUp(**(_FOLLOW_UP | (follow_up or {}))),
            "spell": Placement(**(_SPELL | (spell or {}))),
            "jury": Certification(**(_JURY | (jury or {}))),
            "company": CompanyPeriod(host="Atelier", starts_on=LEFT, ends_on=LEFT),
            "opinion": SatisfactionAnswer(cohort_id=enrollment.cohort_id, horizon=0, answered_on=LEFT),
        }
        for name, record in made.items():
            if name not in without:
                record.enrollment_id = enrollment.id
                self._add(record)
        if "blocks" not in without:
            self._acquire(enrollment)
        return enrollment

    def _path(self) -> dict[str, Any]:
        return {
            **{"cohort_id": self.cohort.id, "applied_on": dt.date(2025, 11, 3), "entered_on": START},
            **{"aes_on": START, "exit_type": "term", "exit_on": LEFT, "prescriber": "FT"},
            **{"highest_diploma": "N4", "situation_before": "DE", "unemployment_months": 6},
            **{"is_career_change": False, "in_qpv": False, "rural_zoning": "FRR", "zoning_vintage": "2026"},
            "planned_company_minutes": 60,
        }

    def _mark(self, enrollment: Enrollment, minutes: int | None) -> None:
        held = self.session.query(ClassSession).filter_by(cohort_id=enrollment.cohort_id).one()
        if minutes is not None:
            self._add(
                Attendance(
                    enrollment_id=enrollment.id,
                    class_session_id=held.id,
                    status="P",
                    minutes_present=minutes,
                )
            )

    def _acquire(self, enrollment: Enrollment) -> None:
        course_id = self.session.get_one(Cohort, enrollment.cohort_id).course_id
        for block in self.session.query(CertificationBlock).filter_by(course_id=course_id):
            self._add(BlockResult(enrollment_id=enrollment.id, block_id=block.id, result="acquired"))

    def _next(self) -> int:
        self.number += 1
        return self.number

    def _add(self, record: Any) -> Any:
        self.session.add(record)
        self.session.flush()
        return record


_SENSITIVE: Values = {
    **{"is_rqth": False, "is_brsa": False},
    **{"esf_collected_on": START, "esf_exit_collected_on": LEFT},
}
_FOLLOW_UP: Values = {
    **{"horizon": 3, "situation": "EMP_CDI", "recorded_on": DUE, "contact_mode": "phone"},
    **{"proof": "contract", "is_target_occupation": True},
}
_SPELL: Values = {
    **{"kind": "job", "contract_type": "CDI", "starts_on": dt.date(2026, 7, 1), "recorded_on": DUE},
    **{"is_target_occupation": True, "proof": "contract"},
}
_JURY: Values = {"is_presented": True, "outcome": "full", "jury_on": LEFT}


SILENT = ("follow_up", "spell")


@dataclass(frozen=True)
class Broken:
    """A way to break a rule: ``make`` gives the records. ``also``: the rules that they break with it."""

    make: Callable[[Centre], list[Any]]
    also: tuple[str, ...] = ()


def _person(*also: str, **said: Any) -> Broken:
    return Broken(lambda centre: [centre.person(**said)], also)


def _cohort(*also: str, **said: Any) -> Broken:
    return Broken(lambda centre: [centre.new_cohort(**said)], also)


def _of_program(*also: str, **said: Any) -> Broken:
    return Broken(lambda c: [c.new_cohort(funding_program_id=c.new_program(**said).id)], also)


def _of_course(*also: str, **said: Any) -> Broken:
    return Broken(lambda c: [c.new_cohort(course_id=c.new_course(**said).id)], also)


def _twice(centre: Centre) -> list[Any]:
    names = {"last_name": "Deuxfois", "birth_date": dt.date(2001, 2, 3)}
    return [centre.person(learner=names), centre.person(learner=names)]


def _overlapping(centre: Centre) -> list[Any]:
    first = centre.person()
    other = centre.new_cohort()
    second = centre.person(cohort_id=other.id, without=())
    second.learner_id = first.learner_id
    return [first, second]


def _tried_twice(centre: Centre) -> list[Any]:
    one = centre.person(follow_up={"situation": "INJ"}, without=("spell",))
    for day in (1, 2):
        attempt = {"made_on": DUE + dt.timedelta(days=day), "contact_mode": "phone", "outcome": "no_answer"}
        centre.session.add(ContactAttempt(enrollment_id=one.id, horizon=3, **attempt))
    return [one]


def _one_of_two(centre: Centre) -> list[Any]:
    """The other leaver of the cohort answered."""
    cohort = centre.new_cohort()
    centre.person(cohort_id=cohort.id)
    return [centre.person(cohort_id=cohort.id, without=SILENT)]


def _of_site(centre: Centre) -> list[Any]:
    return [centre.new_cohort(site_id=centre.new_site(in_qpv=None).id)]


def _without_funder(centre: Centre) -> list[Any]:
    cohort = centre.new_cohort(funding_program_id=centre.new_program(funder=None).id)
    return [centre.person(cohort_id=cohort.id)]


LONG_AGO: Values = {"exit_on": dt.date(2026, 5, 12)}
"""The window of three months is over on AS_OF."""

BREAKING: dict[str, Broken] = {
    "exit_before_entry": _person("present_outside_path", exit_on=dt.date(2026, 1, 2)),
    "entry_outside_cohort": _person(
        entered_on=dt.date(2026, 1, 2), sensitive={"esf_collected_on": dt.date(2026, 1, 2)}
    ),
    "twice_in_cohort": Broken(_twice),
    "overlapping_paths": Broken(_overlapping),
    "still_in": _person(exit_type=None, exit_on=None),
    "exit_without_reason": _person(exit_type="abandonment", exit_interview_done=True),
    "exit_actions_unknown": _person(exit_type="abandonment", exit_reason="AB_PERS"),
    "too_many_minutes": _person(minutes=MINUTES + 1),
    "present_outside_path": _person(entered_on=dt.date(2026, 2, 3), aes_on=dt.date(2026, 2, 3)),
    "attendance_not_recorded": _person(minutes=None),
    "spell_ends_before_start": _person("open_ended_with_end", spell={"ends_on": dt.date(2026, 6, 1)}),
    "open_ended_with_end": _person(spell={"ends_on": dt.date(2027, 6, 1)}),
    "spell_without_start": _person(spell={"starts_on": None}),
    "age_unusual": Broken(
        lambda c: [
            c.person(learner={"birth_date": day}) for day in (dt.date(2010, 1, 6), dt.date(1955, 1, 5))
        ]
    ),
    "sex_unknown": _person(learner={"sex": None}),
    "birth_unknown": _person(learner={"birth_date": None}),
    "level_unknown": _person(highest_diploma=None),
    "situation_unknown": _person(situation_before=None),
    "unemployment_unknown": _person(unemployment_months=None),
    "qpv_unknown": _person(in_qpv=None),
    "qpv_without_vintage": _person(in_qpv=True),
    "rural_unknown": _person(rural_zoning=None),
    "zoning_without_vintage": _person(zoning_vintage=None),
    "rqth_unknown": _person(sensitive={"is_rqth": None}),
    "brsa_unknown": _person(sensitive={"is_brsa": None}),
    "career_change_unknown": _person(is_career_change=None),
    "prescriber_unknown": _person(prescriber=None),
    "commune_unknown": _person(learner={"postal_code": None}),
    "funder_unknown": Broken(_without_funder),
    "france_travail_id": _person(learner={"france_travail_id": None}),
    "aes": _person(aes_on=None),
    "aes_late": _person(aes_on=START + dt.timedelta(days=4)),
    "esf_entry_missing": _person(sensitive={"esf_collected_on": None}),
    "esf_entry_late": _person(sensitive={"esf_collected_on": START + dt.timedelta(days=1)}),
    "esf_exit_missing": _person(sensitive={"esf_exit_collected_on": None}),
    "refusal_without_reason": Broken(lambda c: [c.applicant(decision="refused")]),
    "decision_late": Broken(
        lambda c: [c.applicant(decision="pending", applied_on=AS_OF - dt.timedelta(days=16))]
    ),
    "company_period_missing": _person(without=("company",)),
    "presentation_unknown": _person(without=("jury",)),
    "result_unknown": _person(jury={"outcome": None}),
    "blocks_unknown": _person(without=("blocks",)),
    "satisfaction_missing": _person(without=("opinion",)),
    "follow_up_late": _person(without=SILENT, **LONG_AGO),
    "not_asked": Broken(_one_of_two),
    "contradicted": _person(follow_up={"situation": "RECH"}),
    "answered_too_early": _person(follow_up={"recorded_on": DUE - dt.timedelta(days=16)}),
    "unreachable_too_soon": Broken(_tried_twice),
    "mode_unknown": _person(follow_up={"contact_mode": None}),
    "proof_unknown": _person(follow_up={"proof": None}),
    "job_unspecified": _person(follow_up={"situation": "EMP_NP"}),
    "occupation_unknown": _person(follow_up={"is_target_occupation": None}),
    "label_ended": _of_program(label_ends_on=dt.date(2026, 1, 4)),
    "certification_not_valid": _of_course(certification_valid_until=dt.date(2026, 1, 4)),
    "certification_expired": _of_course(certification_valid_until=dt.date(2026, 6, 29)),
    "certification_unknown": _of_course(certification_code=None),
    "no_program": _cohort(funding_program_id=None),
    "agreement_missing": _of_program(label_number=None),
    "europe_unknown": _of_program(is_eu_cofunded=None),
    "no_target": _of_program(has_target=False),
    "budget_missing": _of_program(realized_amount=None),
    "seats_unknown": _cohort(seats=None),
    "site_unknown": _cohort(site_id=None),
    "site_zoning_unknown": Broken(_of_site),
    "actual_dates_unknown": _cohort(actual_start=None),
}
"""Each rule about records, with what breaks it."""
ORGANIZATION: dict[str, Values] = {
    "organization_identity": {"nda": None},
    "organization_invented": {"is_invented": True},
    "qualiopi_missing": {"qualiopi_number": None},
    "qualiopi_expired": {"qualiopi_valid_until": AS_OF - dt.timedelta(days=1)},
    "representative_missing": {"representative": None},
}
"""What breaks each rule about the organisation."""
OF_SCOPE = frozenset({"no_cohort", "response_low", "small_base"})
"""Rules about what the report is made of: each has its own test."""
