"""The register of complaints: entered, followed, closed, numbered by year, late or not."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from gen_desktop.errors import Conflict, Forbidden, InvalidInput, NotFound
from gen_desktop.exporting.everything import export_everything
from gen_desktop.models.complaint import SERIOUS, ComplaintFacts
from gen_desktop.queries.complaints import (
    HIDDEN,
    ComplaintCriteria,
    complaint,
    complaint_counts,
    complaints,
    count_late,
    nameless_complaints,
)
from gen_desktop.queries.history import told
from gen_desktop.services.complaints import change_complaint, record_complaint
from gen_desktop.services.undo import undo_last
from tests.classroom import make_classroom
from tests.random_gestures import snapshot
from tests.team import make_team

DAY = dt.date(2026, 3, 2)
TODAY = dt.date(2026, 3, 5)
NOISE = ComplaintFacts(DAY, "learner", "  Bruit   dans la salle ")


def row(db, complaint_id, on=TODAY):
    with db.read() as session:
        return complaint(session, complaint_id, on)


def numbers(db, criteria=None, on=TODAY):
    with db.read() as session:
        return [one.number for one in complaints(session, on, criteria)]


def days(count: int) -> dt.date:
    return DAY + dt.timedelta(days=count)


def test_a_complaint_is_entered_and_has_its_number_of_the_year(db) -> None:
    last_year = replace(NOISE, received_on=dt.date(2025, 12, 30))
    record_complaint(db, NOISE, TODAY)
    record_complaint(db, last_year, TODAY)
    change = record_complaint(db, replace(NOISE, received_on=dt.date(2026, 1, 9)), TODAY)
    found = row(db, change.created_id)
    # Entered second in 2026, whatever its day: a number is that of the order of entry.
    assert (found.number, found.facts.subject) == ("2026-02", "Bruit dans la salle")
    assert numbers(db) == ["2026-01", "2026-02", "2025-01"]


def test_one_about_a_person_is_of_her_cohort(db) -> None:
    room = make_classroom(db)
    change = record_complaint(db, replace(NOISE, enrollment_id=room.enrollments[0]), TODAY)
    found = row(db, change.created_id)
    assert (found.name, found.cohort_code) == ("Aubert Inès", "DWWM 2026-2")
    assert numbers(db, ComplaintCriteria(cohort_id=room.cohort_id)) == ["2026-01"]
    assert numbers(db, ComplaintCriteria(cohort_id=1)) == []
    assert numbers(db, ComplaintCriteria(text="aubert")) == ["2026-01"]


def _exported(db, role, folder) -> str:
    """Everything that somebody of that role can write to files; whoever has none writes none."""
    if role is None:
        return ""
    export_everything(db, folder, "csv")
    left = "".join(path.read_text("utf-8-sig") for path in folder.glob("*.csv"))
    assert "Bruit dans la salle" in left
    return left


@pytest.fixture
def acting(tmp_path):
    """``acting(role)``: the file, opened for somebody of that role."""
    team = make_team(tmp_path)
    db = team.open()
    yield lambda role: db.acting_as(team.author(role))
    db.close()


@pytest.mark.parametrize("role", ["secretariat", "training", "placement", None])
def test_violence_and_harassment_are_read_by_the_direction_alone(acting, tmp_path, role) -> None:
    room = make_classroom(acting("direction"))
    secret = ComplaintFacts(
        DAY, "learner", "Propos blessants", gravity=SERIOUS, enrollment_id=room.enrollments[0],
        description="Ce qui a été dit", answer="Ce qui a été fait", handled_by="Nadia Berrada",
    )  # fmt: skip
    made = record_complaint(acting("secretariat"), secret, TODAY).created_id
    record_complaint(acting("secretariat"), NOISE, TODAY)
    chief, other = acting("direction"), acting(role)
    assert (row(chief, made).facts.subject, row(chief, made).is_hidden) == ("Propos blessants", False)
    found = row(other, made)
    assert (found.number, found.facts.subject, found.name, found.is_hidden) == ("2026-01", HIDDEN, None, True)
    assert numbers(other, ComplaintCriteria(text="blessants")) == []
    with other.read() as session:
        register = nameless_complaints(session, TODAY)
        history = told(session, "complaint", made)
        counted = complaint_counts(session, [room.cohort_id], TODAY)
    assert counted == (1, 1), "figures count it, whoever reads"
    for said in (str(register), str(found), str(history), _exported(other, role, tmp_path / "tout")):
        assert not any(word in said for word in ("blessants", "a été dit", "a été fait"))
    with pytest.raises(Forbidden):
        change_complaint(other, made, replace(secret, answer="Autre"), TODAY, version=found.version)
    with chief.read() as session:
        assert "blessants" in str(told(session, "complaint", made))


def test_it_is_followed_then_closed_and_undo_gives_back_each_step(db) -> None:
    made = record_complaint(db, NOISE, TODAY)
    before, found = snapshot(db), row(db, made.created_id)
    closed = replace(found.facts, answer="Salle changée", answered_on=TODAY, closed_on=TODAY)
    change = change_complaint(db, found.id, closed, TODAY, version=found.version)
    assert change.name == "Clore la réclamation du 02/03/2026"
    assert not row(db, found.id).is_open
    assert numbers(db, ComplaintCriteria(is_open=True)) == []
    with pytest.raises(Conflict):
        change_complaint(db, found.id, closed, TODAY, version=found.version)
    undo_last(db)
    assert snapshot(db) == before


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (replace(NOISE, subject="  "), "subject"),
        (replace(NOISE, received_on=TODAY + dt.timedelta(days=1)), "received_on"),
        (replace(NOISE, acknowledged_on=DAY - dt.timedelta(days=1)), "acknowledged_on"),
        (replace(NOISE, closed_on=TODAY), "answer"),
        (replace(NOISE, measure_due_on=TODAY), "measure"),
        (replace(NOISE, gravity="terrible"), "gravity"),
        (replace(NOISE, description="NIR 2 90 05 71 014 087 33"), "description"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(db, facts, field) -> None:
    before = snapshot(db)
    with pytest.raises(InvalidInput) as refused:
        record_complaint(db, facts, TODAY)
    assert [problem.field for problem in refused.value.problems] == [field]
    assert snapshot(db) == before


def test_the_year_of_its_number_stays(db) -> None:
    found = row(db, record_complaint(db, NOISE, TODAY).created_id)
    moved = replace(found.facts, received_on=dt.date(2025, 12, 30))
    with pytest.raises(InvalidInput, match="2026"):
        change_complaint(db, found.id, moved, TODAY, version=found.version)


def test_what_is_late_follows_from_the_delays(db) -> None:
    # Acknowledged within 7 days, answered within 30, a measure by its own day.
    made = record_complaint(db, replace(NOISE, measure="Isoler", measure_due_on=days(60)), TODAY).created_id
    assert row(db, made, days(7)).late == ()
    assert row(db, made, days(8)).late == ("accusé de réception",)
    assert row(db, made, days(31)).late == ("accusé de réception", "réponse")
    assert row(db, made, days(61)).late == ("accusé de réception", "réponse", "mesure")
    with db.read() as session:
        assert [count_late(session, days(count)) for count in (7, 8)] == [0, 1]


def test_a_closed_one_is_never_late(db) -> None:
    closed = replace(NOISE, answer="Vu", closed_on=TODAY)
    made = record_complaint(db, closed, TODAY).created_id
    assert row(db, made, days(400)).late == ()


def test_one_that_is_not_there_is_said(db) -> None:
    with pytest.raises(NotFound):
        change_complaint(db, 1, NOISE, TODAY, version=1)
