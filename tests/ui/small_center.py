"""The window of a small centre: a running cohort, leavers, a candidate, a paper."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from gen_desktop.models.registry import Learner
from gen_desktop.services.applications import ApplicationInput, receive
from gen_desktop.services.attached_documents import Source, attach
from gen_desktop.services.learners import LearnerInput
from tests.classroom import make_classroom
from tests.ui.conftest import TODAY


def fill_small_center(db) -> None:
    """Fill an empty file."""
    make_classroom(db, end=dt.date(2027, 3, 26), entered_on=dt.date(2026, 11, 16))
    past = make_classroom(
        db,
        code="TSSR 2026-1",
        people=(("Zimmer", "Anna"),),
        start=dt.date(2025, 12, 1),
        end=dt.date(2026, 5, 29),
        entered_on=dt.date(2025, 12, 1),
        exit_on=dt.date(2026, 5, 29),
        exit_type="term",
    )
    receive(db, ApplicationInput(past.cohort_id, LearnerInput("Morel", "Paul"), TODAY), TODAY)
    attach(db, person(db, "Aubert"), [Source("Curriculum.txt", lambda: b"bonjour")], TODAY)


def person(db, last_name: str) -> int:
    """The id of whoever has that name."""
    with db.read() as session:
        return session.scalars(select(Learner.id).where(Learner.last_name == last_name)).one()


def settle(ctx, qtbot) -> None:
    """Wait until nothing is being read or written."""
    qtbot.waitUntil(lambda: ctx.jobs.is_idle)
    qtbot.wait(20)
    qtbot.waitUntil(lambda: ctx.jobs.is_idle)
