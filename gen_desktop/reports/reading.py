"""How a report reads the file: one read-only session that the person may stop."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event
from sqlalchemy.orm import Session

from gen_desktop.db.database import Database
from gen_desktop.jobs import Job, passing_objects


@contextmanager
def reading(db: Database, job: Job) -> Iterator[Session]:
    """A read-only session that gives up between two statements when the person asked to stop."""
    with passing_objects(), db.read() as session:
        event.listen(session, "do_orm_execute", lambda _state: job.step(0, 0, "Lecture des données"))
        yield session
