"""The log of a platform: compared with the work that is planned, told and never counted."""

from __future__ import annotations

import datetime as dt
import hashlib

import pytest
from sqlalchemy import select

from gen_desktop.importing.applying import apply_plan
from gen_desktop.importing.plan import RowState
from gen_desktop.importing.planning import plan_import
from gen_desktop.jobs import Job
from gen_desktop.models.registry import RemoteActivity
from gen_desktop.queries.remote_work import cohort_activities, totals
from gen_desktop.services.remote_work import ActivityInput, OutcomeInput, change_activity, plan_for_cohort
from gen_desktop.services.undo import undo_last
from tests.classroom import FRIDAY, MONDAY, make_classroom
from tests.random_gestures import snapshot

TODAY = FRIDAY + dt.timedelta(days=3)
TITLES = "Nom;Prénom;Activité;Date;Temps de connexion;Score"


@pytest.fixture
def room(db):
    found = make_classroom(db, people=[("Aubert", "Inès"), ("Bakary", "Moussa")])
    plan_for_cohort(db, found.cohort_id, ActivityInput("Exercice 3", 90, MONDAY))
    return found


@pytest.fixture
def bring(db, tmp_path):
    def planned(*lines: str, titles: str = TITLES):
        path = tmp_path / "releve.csv"
        path.write_text("\r\n".join((titles, *lines)), encoding="utf-8-sig")
        return plan_import(db, "remote-logs", path, today=TODAY)

    return planned


def rows(db, room):
    with db.read() as session:
        return {row.last_name: row for row in cohort_activities(session, room.cohort_id)}


def test_a_log_tells_the_work_that_is_planned_and_counts_nothing(db, room, bring, tmp_path) -> None:
    plan = bring("AUBERT;Inès;exercice 3;16/11/2026;300 min;14/20", "Bakary;Moussa;Exercice 3;17/11/2026;20;")
    assert [row.state for row in plan.rows] == [RowState.UPDATE] * 2
    assert plan.rows[0].details == (
        "fait le 16/11/2026",
        "5\u202fh de connexion",
        "résultat 14/20",
    )
    before = snapshot(db)
    apply_plan(db, plan, Job())
    found = rows(db, room)["Aubert"]
    assert (found.done_on, found.connected_minutes, found.result) == (MONDAY, 300, "14/20")
    assert (found.estimated_minutes, found.verified_on) == (90, None)
    assert totals(list(rows(db, room).values())).verified == 0
    with db.read() as session:
        digests = set(session.scalars(select(RemoteActivity.log_sha256)))
    assert digests == {hashlib.sha256((tmp_path / "releve.csv").read_bytes()).hexdigest()}
    again = bring(
        "AUBERT;Inès;exercice 3;16/11/2026;300 min;14/20", "Bakary;Moussa;Exercice 3;17/11/2026;20;"
    )
    assert [row.state for row in again.rows] == [RowState.SAME] * 2
    assert again.work.is_empty
    undo_last(db)
    assert snapshot(db) == before


def test_lines_of_one_work_add_up(db, room, bring) -> None:
    plan = bring("Aubert;Inès;Exercice 3;16/11/2026;20;8/20", "Aubert;Inès;Exercice 3;18/11/2026;35;12/20")
    assert [row.state for row in plan.rows] == [RowState.UPDATE, RowState.JOINED]
    apply_plan(db, plan, Job())
    found = rows(db, room)["Aubert"]
    assert (found.done_on, found.connected_minutes, found.result) == (dt.date(2026, 11, 18), 55, "12/20")


def test_a_work_that_is_not_planned_needs_its_duration_and_never_takes_the_connection(
    db, room, bring
) -> None:
    plan = bring("Aubert;Inès;Projet;16/11/2026;300;")
    assert plan.rows[0].state is RowState.ERROR
    assert "n’est pas une durée" in plan.rows[0].notes[0].text
    plan = bring("Aubert;Inès;Projet;16/11/2026;300;;2h", titles=f"{TITLES};Durée estimée")
    assert [row.state for row in plan.rows] == [RowState.NEW]
    apply_plan(db, plan, Job())
    with db.read() as session:
        made = [one for one in cohort_activities(session, room.cohort_id) if one.title == "Projet"]
    assert [(one.estimated_minutes, one.connected_minutes, one.planned_on) for one in made] == [
        (120, 300, MONDAY)
    ]


def test_what_is_verified_stays_verified(db, room, bring) -> None:
    known = rows(db, room)["Aubert"]
    outcome = OutcomeInput(MONDAY, None, None, FRIDAY, "C. Lambert")
    change_activity(db, known.id, ActivityInput("Exercice 3", 90, MONDAY), outcome, TODAY)
    apply_plan(db, bring("Aubert;Inès;Exercice 3;18/11/2026;35;"), Job())
    found = rows(db, room)["Aubert"]
    assert (found.done_on, found.verified_on, found.connected_minutes) == (MONDAY, FRIDAY, 35)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Inconnu;Zoé;Exercice 3;16/11/2026;20;", "personne ne s’appelle"),
        ("Aubert;Inès;;16/11/2026;20;", "il manque l’activité"),
        ("Aubert;Inès;Exercice 3;16/12/2026;20;", "pas encore venu"),
        ("Aubert;Inès;Exercice 3;16/11/2026;longtemps;", "n’est pas une durée"),
    ],
)
def test_a_line_that_cannot_be_is_told(bring, room, line, words) -> None:
    (row,) = bring(line).rows
    assert row.state is RowState.ERROR
    assert words in " ".join(note.text for note in row.notes)
