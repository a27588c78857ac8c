"""What is typed and not saved is kept for who typed it, and is no gesture."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from gen_desktop.changes import Author, AuthorKind
from gen_desktop.db.database import Database
from gen_desktop.models.history import ChangeSet
from gen_desktop.queries.drafts import KeptDraft, own_drafts
from gen_desktop.services.drafts import keep_drafts
from gen_desktop.store import create_store

CLAIRE = Author(AuthorKind.PERSON, "Claire Lambert", 7)
PAUL = Author(AuthorKind.PERSON, "Paul Simon", 8)
NOW = dt.datetime(2026, 11, 26, 14, 2, tzinfo=dt.UTC)
TYPED = KeptDraft("learners", "create::", "Nouvel apprenant", {"last_name": "Dupré", "is_rqth": None})


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    made = create_store(tmp_path / "centre.gendb", CLAIRE)
    yield made
    made.close()


def kept(db: Database, author: Author) -> list[KeptDraft]:
    with db.acting_as(author).read() as session:
        return own_drafts(session)


def test_a_draft_comes_back_to_who_typed_it_and_to_nobody_else(db: Database) -> None:
    keep_drafts(db, CLAIRE, [TYPED], NOW)
    (found,) = kept(db, CLAIRE)
    assert (found.page, found.form, found.title, found.typed) == (
        "learners", "create::", "Nouvel apprenant", {"last_name": "Dupré", "is_rqth": None}
    )  # fmt: skip
    assert found.typed_at == NOW
    assert kept(db, PAUL) == []


def test_keeping_again_replaces_and_keeping_nothing_forgets(db: Database) -> None:
    keep_drafts(db, CLAIRE, [TYPED], NOW)
    keep_drafts(db, PAUL, [TYPED], NOW)
    other = KeptDraft("organization", "organization", "Mon organisme", {"name": "Morvan"})
    keep_drafts(db, CLAIRE, [other], NOW)
    assert [one.page for one in kept(db, CLAIRE)] == ["organization"]
    keep_drafts(db, CLAIRE, [], NOW)
    assert kept(db, CLAIRE) == []
    assert len(kept(db, PAUL)) == 1


def test_a_draft_is_no_gesture(db: Database) -> None:
    keep_drafts(db, CLAIRE, [TYPED], NOW)
    with db.read() as session:
        assert session.scalar(select(func.count(ChangeSet.id))) == 0
