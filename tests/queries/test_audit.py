"""What auditors reject: each test makes the defect and sees it reported, in a cohort where all was right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from gen_desktop.db.database import Database
from gen_desktop.french import NBSP
from gen_desktop.models.registry import (
    Attendance,
    ChangeSet,
    ClassSession,
    Closure,
    Cohort,
    CompanyPeriod,
    Course,
    Exemption,
    IssuedDocument,
    MonthStatement,
    RemoteActivity,
    SheetHalfDay,
    SignatureDefect,
    SignedSheet,
)
from gen_desktop.queries.audit import audit
from gen_desktop.queries.audit_rows import Finding
from gen_desktop.reference.lists import code_list
from gen_desktop.services import attendance
from gen_desktop.services.attendance import MarkInput
from tests.classroom import FRIDAY, MONDAY, Classroom, change_enrollment, make_classroom

TODAY = dt.date(2026, 12, 15)
TITLE = "Développement web et web mobile"


@dataclass(frozen=True)
class Proved:
    """A cohort of a week in which nothing is wrong."""

    db: Database
    room: Classroom

    def change(self, work: Callable[[Session], Any]) -> None:
        """Make the defect."""
        with self.db.write("Un défaut") as session:
            work(session)

    def change_session(self, number: int = 0, **facts: Any) -> None:
        """Set columns of a half-day."""
        one = self.room.sessions[number]
        self.change(lambda session: session.execute(_of_session(one).values(**facts)))

    def add(self, *rows: Any) -> None:
        """Add records."""
        self.change(lambda session: session.add_all(rows))

    def findings(self, as_of: dt.date = TODAY) -> tuple[Finding, ...]:
        """What is reported."""
        with self.db.read() as session:
            return audit(session, as_of, self.room.cohort_id)

    def only(self) -> Finding:
        """The one defect reported."""
        (finding,) = self.findings()
        return finding


def _of_session(one: int) -> Any:
    return update(ClassSession).where(ClassSession.id == one)


@pytest.fixture
def proved(db: Database) -> Proved:
    people = [("Aubert", "Inès"), ("Bakary", "Moussa")]
    room = make_classroom(db, people=people, entered_on=MONDAY)
    attendance.record(db, [MarkInput(who, one, "P") for who in room.enrollments for one in room.sessions])
    found = Proved(db, room)
    found.change(_tell_modules)
    found.change(lambda session: _file(session, room))
    return found


def _tell_modules(session: Session) -> None:
    session.execute(update(ClassSession).values(module="HTML et CSS", trainer="Marie Colin"))
    session.execute(update(Course).values(planned_center_minutes=35 * 60))


def _file(session: Session, room: Classroom) -> None:
    sheet = SignedSheet(
        cohort_id=room.cohort_id,
        title="Semaine 47",
        media_type="application/pdf",
        size=1,
        sha256="0" * 64,
        filed_on=FRIDAY,
    )
    session.add(sheet)
    session.flush()
    session.add_all(
        SheetHalfDay(signed_sheet_id=sheet.id, class_session_id=one, trainer_signed=True)
        for one in room.sessions
    )


def test_nothing_is_reported_of_a_cohort_that_is_right(proved: Proved) -> None:
    assert proved.findings() == ()


@pytest.mark.parametrize(
    ("facts", "rule", "said"),
    [
        ({"module": " "}, "no_module", "le module n’est pas donné"),
        ({"module": None}, "no_module", "le module n’est pas donné"),
        ({"trainer": None}, "no_trainer", "le formateur n’est pas donné"),
        ({"ends_at": dt.time(9)}, "no_times", "les heures de début et de fin manquent"),
        ({"ends_at": dt.time(12)}, "too_long", "3\u202fh\u202f30 comptées entre 9\u202fh et 12\u202fh"),
    ],
)
def test_a_half_day_that_does_not_say_all(
    proved: Proved, facts: dict[str, Any], rule: str, said: str
) -> None:
    proved.change_session(**facts)
    finding = proved.only()
    assert finding.rule == rule
    assert finding.sentence == f"lundi 16 novembre matin{NBSP}: {said}."
    assert finding.slot is not None
    assert (finding.slot.held_on, finding.slot.half_day) == (MONDAY, "AM")
    assert finding.remedy
    assert finding.person is None


def test_the_trainers_of_the_cohort_are_those_of_its_half_days(proved: Proved) -> None:
    proved.change_session(trainer=None)
    proved.change(lambda session: session.execute(update(Cohort).values(trainers="Marie Colin")))
    assert proved.findings() == ()


@pytest.mark.parametrize(
    ("day", "rule"), [(dt.date(2026, 11, 15), "on_sunday"), (dt.date(2026, 11, 11), "on_holiday")]
)
def test_a_half_day_on_a_day_without_class(proved: Proved, day: dt.date, rule: str) -> None:
    proved.change(lambda session: session.execute(update(Cohort).values(planned_start=dt.date(2026, 11, 2))))
    for who in proved.room.enrollments:
        change_enrollment(proved.db, who, entered_on=dt.date(2026, 11, 2))
    proved.change_session(held_on=day)
    rules = {finding.rule for finding in proved.findings()}
    assert rules == {rule, "sheet_over_a_week"}


def test_a_half_day_during_a_closure(proved: Proved) -> None:
    proved.add(
        Closure(cohort_id=proved.room.cohort_id, starts_on=FRIDAY, ends_on=FRIDAY, reason="inventaire")
    )
    findings = proved.findings()
    assert [finding.rule for finding in findings] == ["on_closure"] * 2
    assert "fermé ce jour-là (inventaire)" in findings[0].sentence


def test_present_although_excused_or_in_company(proved: Proved) -> None:
    first, second = proved.room.enrollments
    proved.add(
        Exemption(enrollment_id=first, weekday=4, half_day="PM"),
        CompanyPeriod(enrollment_id=second, host="Atelier Morel", starts_on=FRIDAY, ends_on=FRIDAY),
    )
    findings = proved.findings()
    assert [finding.rule for finding in findings] == ["present_when_excused"] * 3
    assert "en entreprise chez Atelier Morel" in findings[0].sentence
    assert [finding.person.name for finding in findings if finding.person] == [
        "Bakary Moussa",
        "Aubert Inès",
        "Bakary Moussa",
    ]


def test_present_before_the_entry_or_after_the_exit(proved: Proved) -> None:
    first, second = proved.room.enrollments
    change_enrollment(proved.db, first, entered_on=MONDAY + dt.timedelta(days=1))
    change_enrollment(proved.db, second, exit_on=FRIDAY - dt.timedelta(days=1), exit_type="term")
    findings = proved.findings()
    assert [finding.rule for finding in findings] == ["present_outside_path"] * 4
    assert findings[0].sentence.endswith("avant l’entrée (17/11/2026).")
    assert findings[-1].sentence.endswith("après la sortie (19/11/2026).")


@pytest.mark.parametrize(
    ("filed_on", "rule"),
    [(FRIDAY - dt.timedelta(days=1), "filed_before_held"), (dt.date(2026, 11, 30), "filed_late")],
)
def test_a_sheet_filed_too_early_or_late(proved: Proved, filed_on: dt.date, rule: str) -> None:
    proved.change(lambda session: session.execute(update(SignedSheet).values(filed_on=filed_on)))
    assert proved.only().rule == rule


def test_a_sheet_filed_within_the_delay_is_right(proved: Proved) -> None:
    sunday = dt.date(2026, 11, 22)
    in_time = sunday + dt.timedelta(days=7)
    proved.change(lambda session: session.execute(update(SignedSheet).values(filed_on=in_time)))
    assert proved.findings() == ()


def test_one_sheet_for_more_than_a_week(proved: Proved) -> None:
    later = dt.date(2026, 11, 24)
    proved.change(lambda session: session.execute(update(Cohort).values(planned_end=later)))
    proved.change(lambda session: session.execute(update(SignedSheet).values(filed_on=later)))
    proved.change_session(9, held_on=later)
    assert proved.only().rule == "sheet_over_a_week"


@pytest.mark.parametrize(
    ("signed", "said"),
    [(False, "le formateur n’a pas signé"), (None, "personne n’a vérifié la signature du formateur")],
)
def test_the_trainer_did_not_sign(proved: Proved, signed: bool | None, said: str) -> None:
    one = proved.room.sessions[2]
    proved.change(
        lambda session: session.execute(
            update(SheetHalfDay).where(SheetHalfDay.class_session_id == one).values(trainer_signed=signed)
        )
    )
    assert proved.only().rule == "trainer_unsigned"
    assert said in proved.only().sentence


@pytest.mark.parametrize(
    ("defect", "rule"), [("missing", "signature_missing"), ("doubtful", "signature_doubtful")]
)
def test_a_signature_that_proves_nothing(proved: Proved, defect: str, rule: str) -> None:
    who, one = proved.room.enrollments[1], proved.room.sessions[0]

    def note(session: Session) -> None:
        half_day = session.scalars(select(SheetHalfDay).where(SheetHalfDay.class_session_id == one)).one()
        session.add(SignatureDefect(sheet_half_day_id=half_day.id, enrollment_id=who, defect=defect))

    proved.change(note)
    finding = proved.only()
    assert (finding.rule, finding.person and finding.person.name) == (rule, "Bakary Moussa")


def test_the_signature_of_somebody_absent(proved: Proved) -> None:
    attendance.record(proved.db, [MarkInput(proved.room.enrollments[0], proved.room.sessions[0], "AI")])
    finding = proved.only()
    assert (finding.rule, finding.person and finding.person.name) == ("signature_unexpected", "Aubert Inès")


def test_presences_without_a_sheet(proved: Proved) -> None:
    one = proved.room.sessions[3]
    proved.change(
        lambda session: session.execute(delete(SheetHalfDay).where(SheetHalfDay.class_session_id == one))
    )
    assert proved.only().rule == "no_sheet"
    assert proved.findings(FRIDAY + dt.timedelta(days=1)) == ()


def test_an_absence_left_blank(proved: Proved) -> None:
    attendance.clear(proved.db, [(proved.room.enrollments[0], proved.room.sessions[1])])
    finding = proved.only()
    assert finding.rule == "not_recorded"
    assert finding.sentence == f"lundi 16 novembre après-midi{NBSP}: 1 personne n’est pas notée."


def issued(proved: Proved, **facts: Any) -> IssuedDocument:
    values: dict[str, Any] = {
        "kind": "completion_certificate",
        "title": "Certificat de réalisation",
        "scope": "DWWM 2026-2",
        "as_of": FRIDAY,
        "issued_at": "2026-11-23T09:00:00+01:00",
        "sha256": "0" * 64,
        "data_fingerprint": "0" * 64,
        "cohort_id": proved.room.cohort_id,
        "number": "CR-2026-DWWM-2026-2-0001",
        "course_title": TITLE,
        "period_start": MONDAY,
        "period_end": FRIDAY,
    }
    return IssuedDocument(**(values | facts))


def test_a_title_that_differs_from_a_paper_in_force(proved: Proved) -> None:
    first = issued(proved, course_title="Développeur web")
    proved.add(first)
    finding = proved.only()
    assert finding.rule == "title_differs"
    assert finding.sentence.startswith(f"CR-2026-DWWM-2026-2-0001{NBSP}: «{NBSP}Développeur web{NBSP}»")
    with proved.db.read() as session:
        old = session.scalar(select(IssuedDocument.id))
    proved.add(issued(proved, number="CR-2026-DWWM-2026-2-0002", replaces_id=old))
    assert proved.findings() == ()


def test_a_certificate_issued_before_the_end(proved: Proved) -> None:
    proved.add(issued(proved, issued_at="2026-11-19T09:00:00+01:00"))
    assert proved.only().rule == "issued_too_early"


def test_a_certificate_of_a_whole_path_issued_before_the_exit(proved: Proved) -> None:
    person = proved.room.enrollments[0]
    change_enrollment(proved.db, person, exit_on=FRIDAY, exit_type="term")
    paper = issued(proved, enrollment_id=person, period_start=None, period_end=None)
    paper.issued_at = "2026-11-19T09:00:00+01:00"
    proved.add(paper)
    finding = proved.only()
    assert finding.rule == "issued_too_early"
    assert finding.sentence.endswith("émis le 19/11/2026, atteste jusqu’au 20/11/2026.")


def test_a_month_is_attested_as_soon_as_the_person_or_the_cohort_left(proved: Proved) -> None:
    month = {"period_start": dt.date(2026, 11, 1), "period_end": dt.date(2026, 11, 30)}
    group = issued(proved, kind="group_statement", **month)
    person = proved.room.enrollments[0]
    left = issued(proved, kind="presence_statement", number="EP-1", enrollment_id=person, **month)
    proved.add(group, left)
    assert proved.findings() == ()


def test_a_sheet_is_printed_before_the_week_it_is_for(proved: Proved) -> None:
    proved.add(issued(proved, kind="attendance_sheet", issued_at="2026-11-13T09:00:00+01:00"))
    assert proved.findings() == ()


def test_a_presence_noted_before_the_half_day_is_told_until_it_is_held(proved: Proved) -> None:
    thursday = FRIDAY - dt.timedelta(days=1)
    early = [one for one in proved.findings(thursday) if one.rule == "present_in_advance"]
    assert [one.sentence for one in early] == [
        f"vendredi 20 novembre {part}, {name}{NBSP}: présence notée d’avance."
        for part in ("matin", "après-midi")
        for name in ("Aubert Inès", "Bakary Moussa")
    ]
    assert proved.findings(FRIDAY) == ()


def test_more_presence_than_the_half_day_lasts(proved: Proved) -> None:
    one = proved.room.sessions[0]
    proved.change(
        lambda session: session.execute(
            update(Attendance).where(Attendance.class_session_id == one).values(minutes_present=300)
        )
    )
    findings = proved.findings()
    assert [finding.rule for finding in findings] == ["too_many_minutes"] * 2
    assert "5\u202fh de présence sur 3\u202fh\u202f30" in findings[0].sentence


def test_work_verified_on_the_day_of_a_half_day_at_distance(proved: Proved) -> None:
    proved.change_session(0, delivery_mode="remote")
    facts = {"enrollment_id": proved.room.enrollments[0], "estimated_minutes": 60, "planned_on": MONDAY}
    done = {"done_on": MONDAY, "verified_on": FRIDAY, "verified_by": "L. Petit"}
    proved.add(
        RemoteActivity(title="Cours HTML", **facts, **done),
        RemoteActivity(title="Cours CSS", **facts, **done),
        RemoteActivity(title="Cours Git", **facts, done_on=MONDAY),
        RemoteActivity(title="Cours SQL", **facts | {"planned_on": FRIDAY}, **done),
    )
    finding = proved.only()
    assert finding.rule == "remote_told_twice"
    assert finding.sentence == (
        f"lundi 16 novembre matin, Aubert Inès{NBSP}: présence à distance notée, et "
        "2\u202fh de travail vérifié prévu ce jour-là."
    )
    proved.change(lambda session: session.execute(update(Attendance).values(status="AI", minutes_present=0)))
    assert "remote_told_twice" not in {one.rule for one in proved.findings()}


def test_the_half_days_of_a_course_at_distance_are_at_distance(proved: Proved) -> None:
    proved.change(lambda session: session.execute(update(Course).values(delivery_mode="remote")))
    proved.add(
        RemoteActivity(
            enrollment_id=proved.room.enrollments[0],
            title="Cours HTML",
            estimated_minutes=60,
            planned_on=MONDAY,
            done_on=MONDAY,
            verified_on=MONDAY,
        )
    )
    told = [one.slot.words for one in proved.findings() if one.rule == "remote_told_twice" and one.slot]
    assert told == ["lundi 16 novembre matin", "lundi 16 novembre après-midi"]


def test_a_calendar_that_is_not_as_long_as_the_course(proved: Proved) -> None:
    proved.change(lambda session: session.execute(update(Course).values(planned_center_minutes=36 * 60)))
    finding = proved.only()
    assert finding.rule == "calendar_differs"
    assert finding.sentence == f"35\u202fh en centre sur 36\u202fh prévues (−{NBSP}1\u202fh)."


def test_a_month_changed_after_it_was_sent(proved: Proved) -> None:
    """The program refuses it: only a file made otherwise, or changed behind its back, can hold it."""

    def send(session: Session) -> None:
        session.add(
            MonthStatement(
                cohort_id=proved.room.cohort_id,
                month=MONDAY.replace(day=1),
                number=0,
                opened_on=dt.date(2026, 12, 1),
                sent_on=dt.date(2026, 12, 1),
            )
        )
        at = dt.datetime(2026, 12, 5, 9).astimezone(dt.UTC).isoformat(timespec="milliseconds")
        session.execute(update(ChangeSet).where(ChangeSet.name != "Une cohorte inventée").values(at=at))

    proved.change(send)
    finding = proved.only()
    assert finding.rule == "changed_after_sending"
    assert finding.sentence == f"novembre 2026{NBSP}: 20 changements après l’envoi, le dernier le 05/12/2026."
    proved.add(
        MonthStatement(
            cohort_id=proved.room.cohort_id,
            month=MONDAY.replace(day=1),
            number=1,
            reason="Oubli",
            opened_on=dt.date(2026, 12, 5),
        )
    )
    assert proved.findings() == ()


def test_every_rule_says_what_to_do() -> None:
    for rule in code_list("audit_rule"):
        assert rule["remedy"].endswith(".")


def test_findings_of_every_cohort(proved: Proved) -> None:
    other = make_classroom(proved.db, code="AUTRE", people=[("Petit", "Samuel")], entered_on=MONDAY)
    with proved.db.read() as session:
        codes = {finding.cohort.id for finding in audit(session, TODAY)}
    assert codes == {other.cohort_id}
