"""The shipped lists come in whole, and once."""

from __future__ import annotations

import datetime as dt
import shutil
from collections import Counter

import pytest
from sqlalchemy import func, select

from gen_desktop.changes import PROGRAM
from gen_desktop.importing.plan import RowState
from gen_desktop.importing.planning import plan_import
from gen_desktop.importing.sample_store import import_sample
from gen_desktop.jobs import Job
from gen_desktop.models.history import ChangeSet
from gen_desktop.models.registry import Attendance, CompanyPeriod, Exemption, FollowUp, Placement
from gen_desktop.queries.applications import CandidateCriteria, candidates, cohort_intakes, funnel
from gen_desktop.queries.call_counter import counters
from gen_desktop.queries.call_order import CallCriteria, call_list_ids
from gen_desktop.queries.follow_ups import rows as follow_up_rows
from gen_desktop.queries.marks_not_due import marks_not_due
from gen_desktop.queries.scope import Scope
from gen_desktop.sample.stories import REFERENCE_DAY
from gen_desktop.sample.workbooks import shipped_sample_files
from gen_desktop.store import open_store
from tests.importing.lists import sentences


@pytest.fixture(scope="module")
def center(_template_store, tmp_path_factory):
    """A file with the sample in it."""
    path = tmp_path_factory.mktemp("sample") / "exemple.gen"
    shutil.copyfile(_template_store, path)
    db = open_store(path, PROGRAM)
    import_sample(db, shipped_sample_files(), REFERENCE_DAY, Job())
    yield db
    db.close()


def test_every_list_is_one_gesture_and_brings_its_rows(center):
    files = shipped_sample_files()
    with center.read() as session:
        names = session.scalars(select(ChangeSet.name)).all()
        assert session.scalar(select(func.count(Attendance.status))) > 10_000
        assert session.scalar(select(func.count(FollowUp.id))) > 40
    assert sum(name.startswith("Impor") for name in names) == len(files)


@pytest.mark.parametrize("file", shipped_sample_files(), ids=lambda file: file.path.stem)
def test_the_same_list_again_changes_nothing(center, file):
    plan = plan_import(center, file.kind, file.path, cohort_code=file.cohort_code, today=REFERENCE_DAY)
    assert sentences(plan) == []
    assert plan.unknown_columns == ()
    assert plan.count(RowState.SAME) == len(plan.rows) > 0
    assert plan.work.is_empty


def test_some_follow_a_path_of_their_own_and_nothing_recorded_is_out_of_it(center):
    with center.read() as session:
        assert session.scalar(select(func.count(Exemption.id))) == 2
        assert session.scalar(select(func.count(CompanyPeriod.id))) == 3
        assert session.scalar(select(func.min(CompanyPeriod.starts_on))) > REFERENCE_DAY
        assert marks_not_due(session) == ()


def test_each_page_about_what_became_of_people_has_something_to_show(center):
    with center.read() as session:
        spells = session.scalars(select(Placement).where(Placement.follow_up_id.is_(None))).all()
        at_exit, at_six = counters(session, (0, 6), Scope(REFERENCE_DAY))
        calls = call_list_ids(session, CallCriteria("all"), REFERENCE_DAY)
        shown = follow_up_rows(session, calls, REFERENCE_DAY).values()
    assert {one.kind for one in spells} == {"job", "creation", "training"}
    assert any(one.confirmed_on for one in spells)
    assert any(one.attached_document_id for one in spells)
    people = Counter(one.enrollment_id for one in spells)
    assert max(people.values()) == 2, "two jobs at once"
    assert (at_six.by_spell, at_exit.known > at_exit.unknown > 0) == (2, True)
    assert any(one.has_wrong_number for one in shown)
    assert any(one.refuses_calls for one in shown)
    assert any(contact.is_relay for one in shown for contact in one.contacts)
    hours = {attempt.next_at for one in shown for attempt in one.attempts if attempt.next_on}
    assert hours == {dt.time(9), dt.time(17, 30)}


def test_the_candidates_stand_at_every_step_before_a_decision(db):
    import_sample(db, shipped_sample_files(), REFERENCE_DAY, Job())
    with db.read() as session:
        coming = cohort_intakes(session, REFERENCE_DAY)[0]
        found = funnel(session, coming.id, REFERENCE_DAY)
        waiting = candidates(session, CandidateCriteria(coming.id, frozenset({"waiting"})), REFERENCE_DAY)
    assert all(found.stages[stage] for stage in ("received", "positioned", "interviewed", "waiting"))
    assert found.positioned > found.interviewed > 0
    assert {one.rank for one in waiting} == set(range(1, len(waiting) + 1))
