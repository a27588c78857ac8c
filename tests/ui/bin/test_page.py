"""The bin on a real file: read, searched, given back one by one and together, in any order."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtGui import QKeySequence
from sqlalchemy import func, select

from gen_desktop.changes import Author, AuthorKind
from gen_desktop.models.registry import Enrollment, Learner
from gen_desktop.queries.privacy_records import exports
from gen_desktop.services import bin as bin_service
from gen_desktop.ui.bin.page import BinPage
from tests.classroom import NAMES, make_classroom

HER = Author(AuthorKind.PERSON, "C. Lambert")


@pytest.fixture
def room(db):
    return make_classroom(db)


@pytest.fixture
def settle(qtbot, ctx):
    return lambda: qtbot.waitUntil(lambda: ctx.jobs.is_idle)


@pytest.fixture
def open_page(ctx, qtbot, settle):
    def open_it():
        made = BinPage(ctx)
        qtbot.addWidget(made)
        made.resize(1122, 687)
        made.said = []
        made.told.connect(lambda text, *_: made.said.append(text))
        made.show()
        settle()
        return made

    return open_it


def throw(db, room, *numbers, kind="learner"):
    """Delete these people of the classroom, or only their enrollments, in that order."""
    for number in numbers:
        with db.read() as session:
            person = select(Learner.id).where(Learner.last_name == NAMES[number][0])
            record_id = session.scalar(person) if kind == "learner" else room.enrollments[number]
        bin_service.delete(db.acting_as(HER), kind, record_id)


def rows(page):
    return [
        [page.model.index(row, column).data() for column in range(page.model.columnCount())]
        for row in range(page.model.rowCount())
    ]


def people(db):
    with db.read() as session:
        return session.scalar(select(func.count(Learner.id)))


def test_an_empty_bin_says_what_it_is_for(open_page):
    page = open_page()
    assert page._stack.currentIndex() == 1
    assert not page.header_actions()[-1].enabled


def test_what_when_by_whom_and_with_what(db, room, open_page):
    throw(db, room, 5)
    page = open_page()
    title, kind, at, author, along = rows(page)[0]
    assert (title, kind, author, along) == ("Delorme Kévin", "Apprenant", "C. Lambert", "1 inscription")
    assert " à " in at
    page.table.select_id(page.model.id_at(0))
    assert page.panel.isVisible()
    assert page.header_actions()[-1].enabled


def test_several_are_given_back_at_once_whatever_the_order_of_the_choice(db, room, open_page, settle):
    throw(db, room, 0, kind="enrollment")
    throw(db, room, 0, 1)
    page = open_page()
    page.table.selectAll()
    assert page.header_actions()[-1].text == "Remettre les 3"
    page.restore()
    settle()
    assert rows(page) == []
    assert people(db) == len(NAMES)
    with db.read() as session:
        assert session.scalar(select(func.count(Enrollment.id))) == len(NAMES)
    assert page.said == ["3 suppressions remises"]


def test_one_given_back_is_named_and_the_others_stay(db, room, open_page, settle, qtbot):
    throw(db, room, 0, 1)
    page = open_page()
    page.table.select_id(page.model.id_at(1))
    with qtbot.waitSignal(page.ctx.changes.changed) as told:
        page.restore()
    settle()
    assert told.args[0].kinds >= {"learner", "enrollment"}
    assert told.args[0].name == ""
    assert [row[0] for row in rows(page)] == ["Bakary Moussa"]
    assert page.said == ["Remis\u00a0: Aubert Inès"]


def test_a_refusal_gives_its_reason_and_the_rest_comes_back(db, room, open_page, settle, answers):
    throw(db, room, 0, kind="enrollment")
    throw(db, room, 0)
    throw(db, room, 1)
    page = open_page()
    page.table.select_id(page.model.id_at(2))
    answers.click("Fermer")
    page.restore()
    settle()
    assert "1 suppression ne peut pas être remise." in answers.shown[0]
    assert "Supprimer Aubert Inès" in answers.shown[0]
    assert people(db) == len(NAMES) - 2
    assert len(rows(page)) == 3


def test_a_few_letters_find_a_deletion(db, room, open_page, qtbot, settle, type_text):
    throw(db, room, 0, 1)
    page = open_page()
    type_text(page.search, "ines")
    qtbot.waitUntil(lambda: [row[0] for row in rows(page)] == ["Aubert Inès"])
    type_text(page.search, "zzz")
    qtbot.waitUntil(lambda: page._stack.currentIndex() == 2)
    page.search.clear()
    qtbot.waitUntil(lambda: len(rows(page)) == 2)


def test_the_history_of_what_is_gone_is_one_click_away(db, room, open_page, qtbot):
    throw(db, room, 0)
    page = open_page()
    page.table.select_id(page.model.id_at(0))
    with qtbot.waitSignal(page.go_requested) as asked:
        page.history_button.click()
    assert asked.args[0] == "history"
    assert asked.args[1][::2] == ("learner", "Aubert Inès")


def test_nothing_is_nameless(db, room, open_page, nameless):
    throw(db, room, 0)
    page = open_page()
    page.table.select_id(page.model.id_at(0))
    assert nameless(page) == []


@pytest.mark.parametrize(
    ("role", "why"),
    [
        ("secretariat", ""),
        ("placement", ""),
        ("training", "il faut le rôle Direction, Secrétariat ou Insertion"),
        (None, "pas encore de rôle"),
    ],
)
def test_giving_back_is_offered_to_whom_may_change_what_comes(db, room, open_page, role, why):
    throw(db, room, 5)
    page = open_page()
    db.author = replace(db.author, role=role)
    page.on_author()
    page.table.select_id(page.model.id_at(0))
    page._show_rights()
    action = page.header_actions()[-1]
    assert (action.enabled, page.restore_button.isEnabled()) == (not why, not why)
    assert why in action.tooltip
    assert why in page.restore_button.toolTip()
    if why:
        page.restore()
        assert len(page.said) == 1
        assert why in page.said[0]
        assert people(db) == len(NAMES) - 1


def test_copied_lines_are_in_the_register_of_exports_first(db, room, open_page, qtbot):
    throw(db, room, 5)
    page = open_page()
    page.table.select_id(page.model.id_at(0))
    page.table.setFocus()
    qtbot.keySequence(page.table, QKeySequence.StandardKey.Copy)
    with db.read() as session:
        last = exports(session)[0]
    assert (last.kind, last.scope, last.people) == ("copied_rows", "Corbeille", 1)
