"""What is to be looked at before a paper leaves: hours that no sound sheet proves."""

from __future__ import annotations

import datetime as dt

import pytest

from gen_desktop.db.database import Database
from gen_desktop.models.registry import ClassSession, CompanyPeriod, RemoteActivity, SheetHalfDay, SignedSheet
from gen_desktop.reports import person_kinds
from gen_desktop.reports.paper_obstacles import Obstacle
from gen_desktop.reports.paper_words import decimal_hours
from gen_desktop.reports.person_kinds import AnyPaper, person_kind
from gen_desktop.reports.person_paper import PersonPaper
from tests.reports.path_center import AS_OF, FIRST, LAST, OCTOBER, Path, change, make_path, mark
from tests.reports.pdf_checks import reading_order

CERTIFICATE = "completion_certificate"


@pytest.fixture
def path(db: Database) -> Path:
    return make_path(db, people=2)


def load(db: Database, kind: str, path: Path) -> AnyPaper:
    with db.read() as session:
        days = OCTOBER if person_kind(kind).is_monthly else None
        return person_kinds.load_of_people(session, kind, path.enrollments, days, AS_OF)[0]


def load_group(db: Database, path: Path) -> AnyPaper:
    with db.read() as session:
        return person_kinds.load_of_group(session, path.cohort_id, OCTOBER, AS_OF)


def told(paper: AnyPaper) -> list[str]:
    return [one.sentence for one in person_kinds.warnings(paper)]


def file_sheets(db: Database, path: Path, trainer_signed: bool | None = True) -> None:
    """The scan of each half-day, signed by everybody."""
    with db.write("Classer des feuilles") as session:
        sheet = SignedSheet(
            cohort_id=path.cohort_id,
            title="Feuille",
            media_type="application/pdf",
            size=1,
            sha256="0" * 64,
            filed_on=LAST,
        )
        session.add(sheet)
        session.flush()
        session.add_all(
            SheetHalfDay(signed_sheet_id=sheet.id, class_session_id=one, trainer_signed=trainer_signed)
            for one in path.sessions
        )


@pytest.mark.parametrize(
    "kind", [CERTIFICATE, "attendance_attestation", "end_attestation", "presence_statement"]
)
def test_hours_without_a_signed_sheet_are_told_and_the_paper_leaves(db: Database, path: Path, kind: str):
    mark(db, path, 0, "AI")
    paper = load(db, kind, path)
    assert person_kinds.obstacles(paper) == ()
    assert person_kinds.warnings(paper) == (
        Obstacle("19 demi-journées de présence sans feuille signée classée.", "sheets", path.cohort_id),
    )


@pytest.mark.parametrize("kind", ["entry_attestation", "exit_attestation", "enrollment_attestation"])
def test_a_paper_that_attests_no_hours_has_none_to_prove(db: Database, path: Path, kind: str) -> None:
    assert told(load(db, kind, path)) == []


def test_a_sheet_filed_takes_the_warning_away_and_leaves_the_paper_as_it_is(db: Database, path: Path) -> None:
    before, group_before = load(db, CERTIFICATE, path), load_group(db, path)
    file_sheets(db, path)
    after, group_after = load(db, CERTIFICATE, path), load_group(db, path)
    assert told(after) == told(group_after) == []
    assert (after.fingerprint, group_after.fingerprint) == (before.fingerprint, group_before.fingerprint)


def test_a_sheet_with_a_defect_is_told(db: Database, path: Path) -> None:
    file_sheets(db, path)
    mark(db, path, 0, "AI")  # corrected after the filing: the signature of an absent person is on the sheet
    assert told(load(db, CERTIFICATE, path)) == [
        "1 demi-journée dont la feuille a un défaut (signature qui manque, en trop ou douteuse)."
    ]


def test_the_group_is_told_the_sheets_of_all_and_those_of_companies(db: Database, path: Path) -> None:
    file_sheets(db, path, trainer_signed=None)
    with db.write("Une période en entreprise") as session:
        period = {"host": "Scierie du Haut-Folin", "starts_on": LAST + dt.timedelta(days=1)}
        session.add_all(
            CompanyPeriod(enrollment_id=one, ends_on=ends_on, **period)
            for one, ends_on in zip(path.enrollments, (OCTOBER[1], dt.date(2026, 11, 6)), strict=True)
        )
    paper = load_group(db, path)
    assert person_kinds.obstacles(paper) == ()
    assert told(paper) == [
        "40 demi-journées dont la feuille a un défaut (signature qui manque, en trop ou douteuse).",
        "1 fiche de présence d’entreprise manque\u00a0: ces heures ne sont pas dans le relevé.",
    ]


@pytest.mark.parametrize(
    ("estimated", "doubled", "hours"), [(120, "2\u202fh", 70.0), (270, "3\u202fh\u202f30", 71.0)]
)
def test_work_at_distance_marked_and_verified_counts_once(
    db: Database, path: Path, estimated, doubled, hours
):
    """Two people of 70 h; the first one's half-day of 3 h 30 is at distance, with work planned in it."""
    file_sheets(db, path)
    change(db, ClassSession, path.sessions[0], delivery_mode="remote")
    with db.write("Du travail à distance") as session:
        session.add(
            RemoteActivity(
                enrollment_id=path.enrollments[0],
                title="Cours HTML",
                estimated_minutes=estimated,
                planned_on=FIRST,
                done_on=FIRST,
                verified_on=LAST,
            )
        )
    paper, month, group = (
        load(db, CERTIFICATE, path),
        load(db, "presence_statement", path),
        load_group(db, path),
    )
    sentence = (
        f"Travail à distance vérifié et noté aussi en demi-journées\u00a0: {doubled}, compté une seule fois."
    )
    assert told(paper) == told(month) == told(group) == [sentence]
    assert isinstance(paper, PersonPaper)
    assert paper.proved == hours * 60
    for one, total in (
        (month, f"Total du mois | 70 | 66.5 | {hours - 66.5:g} |"),
        (group, f"Total |  |  | 140 | 133 | {hours - 63:g} |"),
    ):
        text = "\n".join(reading_order(person_kinds.draw([(one, None)])))
        assert total.replace(".", ",") in text
    attestation = "\n".join(
        reading_order(person_kinds.draw([(load(db, "attendance_attestation", path), None)]))
    )
    assert f"Dont déjà compté en heures de présence {decimal_hours(min(estimated, 210))}" in attestation


def test_the_period_alone_is_looked_at(db: Database, path: Path) -> None:
    with db.read() as session:
        days = (FIRST, FIRST)
        paper, _ = person_kinds.load_of_people(session, CERTIFICATE, path.enrollments, days, AS_OF)
    assert told(paper) == ["2 demi-journées de présence sans feuille signée classée."]
