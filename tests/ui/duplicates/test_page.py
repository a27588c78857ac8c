"""Possible duplicates in the real window: found, compared, merged, told apart, taken back."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import func, select

from gen_desktop.changes import Author, AuthorKind
from gen_desktop.importing.duplicates import search_duplicates
from gen_desktop.jobs import Job
from gen_desktop.models.registry import DoubtfulPair, Learner
from gen_desktop.queries.duplicates import count_open
from gen_desktop.services import undo
from gen_desktop.services.learners import LearnerInput, create_learner
from gen_desktop.ui.duplicates.page import DuplicatesPage

BORN = dt.date(1998, 3, 4)


@pytest.fixture
def settle(qtbot, ctx):
    return lambda: qtbot.waitUntil(lambda: ctx.jobs.is_idle)


@pytest.fixture
def people(db):
    """Two records of one woman, and somebody else."""
    values = (
        LearnerInput("Aubert", "Inès", birth_date=BORN, phone="+33639980101", city="Luzy"),
        LearnerInput("Aubret", "Inès", birth_date=BORN, phone="+33639980102", note="A le permis"),
        LearnerInput("Nguyen", "Linh", birth_date=BORN),
    )
    return [create_learner(db, one).created_id for one in values]


@pytest.fixture
def page(ctx, qtbot, settle, people):
    made = DuplicatesPage(ctx)
    qtbot.addWidget(made)
    made.resize(1122, 687)
    made.said = []
    made.told.connect(lambda text, *_: made.said.append(text))
    ctx.changes.changed.connect(lambda _change: None)
    made.show()
    settle()
    return made


def test_nothing_waits_until_somebody_looks(page, settle) -> None:
    assert page.model.rowCount() == 0
    page.search()
    settle()
    assert page.said == ["1 nouveau doublon possible"]
    assert page.model.rowCount() == 1
    assert page.model.index(0, 0).data() == "Aubert Inès · Aubret Inès"
    assert page.model.index(0, 1).data() == "Nom proche, même naissance"
    page.search()
    settle()
    assert page.said[-1] == "Aucun nouveau doublon possible."


def test_two_records_are_compared_merged_and_given_back(page, db, settle, people) -> None:
    page.search()
    settle()
    view = page.comparison
    assert set(view.questions.choices) == {"learner.last_name", "learner.phone"}
    view.questions.choices["learner.last_name"].chosen.emit("left")
    settle()
    assert view.answers == {"learner.last_name": "left"}
    view.merge_button.click()
    settle()
    with db.read() as session:
        names = session.execute(select(Learner.last_name, Learner.note).order_by(Learner.id)).all()
        assert [tuple(row) for row in names] == [("Aubert", "A le permis"), ("Nguyen", None)]
        assert count_open(session) == 0
    assert page.model.rowCount() == 0
    assert view.shown is None
    page.ctx.changes.publish(undo.undo_last(db))
    settle()
    assert page.model.rowCount() == 1


def test_two_people_are_not_proposed_again(page, db, settle) -> None:
    page.search()
    settle()
    page.comparison.apart_button.click()
    settle()
    assert page.model.rowCount() == 0
    page.search()
    settle()
    assert page.said[-1] == "Aucun nouveau doublon possible."
    with db.read() as session:
        assert session.scalar(select(func.count()).select_from(DoubtfulPair)) == 1


def test_two_people_that_somebody_chose_are_compared(page, settle, people) -> None:
    page.show_target((people[2], people[0]))
    settle()
    shown = page.comparison.shown
    assert (shown.left_id, shown.right_id) == (people[0], people[2])
    assert page.comparison.apart_button.isHidden()
    assert page.comparison.merge_button.isEnabled()


def test_whoever_may_not_change_people_reads_why(ctx, qtbot, db, settle, people, monkeypatch) -> None:
    search_duplicates(db, ctx.today(), Job())
    trainer = Author(AuthorKind.PERSON, "F. Formateur", role="training")
    monkeypatch.setattr(type(ctx), "why_not", lambda self, *tables: "Il faut le rôle Secrétariat.")
    made = DuplicatesPage(ctx)
    qtbot.addWidget(made)
    made.show()
    settle()
    assert trainer.role == "training"
    assert not made.comparison.merge_button.isEnabled()
    assert made.comparison.apart_button.toolTip() == "Il faut le rôle Secrétariat."
