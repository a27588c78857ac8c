"""The export of the national register: the sheets wanted are kept, and the form of a course takes one."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from sqlalchemy import select

from gen_desktop.models.registry import CertificationBlock, Course, Skill
from gen_desktop.models.rncp_sheet import BlockFacts, SheetFacts
from gen_desktop.queries.rncp_sheets import kept_sheets, sheet_of
from gen_desktop.services.courses import CourseInput, create_course
from gen_desktop.services.rncp_sheets import keep_sheets
from gen_desktop.ui.lists.course_form import CourseForm
from gen_desktop.ui.lists.rncp_offer import KEEP, TAKE
from gen_desktop.ui.references.page import ReferencesPage
from gen_desktop.ui.references.rncp_dialog import RncpDialog
from tests.rncp import csv_archive, xml_file

SHEET = SheetFacts(
    "RNCP90001",
    "Cartographe des réseaux",
    "5",
    dt.date(2028, 8, 31),
    rome_codes=("M1805", "M1810"),
    nsf_code="326",
    blocks=(BlockFacts("BC01", "Dessiner le plan", ("Lire un plan",)), BlockFacts("BC02", "Relever")),
)


@pytest.fixture
def page(ctx, qtbot):
    made = ReferencesPage(ctx)
    qtbot.addWidget(made)
    made.resize(1122, 687)
    made.show()
    qtbot.waitUntil(lambda: made.bundled.count() > 0)
    return made


@pytest.fixture
def form(ctx, db, qtbot):
    keep_sheets(db, [SHEET], "export")
    made = CourseForm(ctx)
    qtbot.addWidget(made)
    made.show()
    return made


def kept(db):
    with db.read() as session:
        return [row.code for row in kept_sheets(session)]


def test_the_sheets_of_the_courses_are_ticked_and_others_found_by_name(page, db, qtbot, answers, tmp_path):
    create_course(db, CourseInput("Ancien", "A", certification_code="RNCP 90002"))

    def look(dialog):
        assert isinstance(dialog, RncpDialog)
        assert [sheet.code for sheet in dialog.chosen()] == ["RNCP90002"]
        assert dialog.list.topLevelItem(0).text(0) == "RNCP90002"
        dialog.search.setText("cartographe reseau")
        assert dialog.list.topLevelItemCount() == 1
        dialog.list.topLevelItem(0).setCheckState(0, Qt.CheckState.Checked)
        dialog.search.setText("")
        assert dialog.take_button.text() == "Garder 2 fiches"

    answers.fill(look)
    page.take_file(csv_archive(tmp_path))
    qtbot.waitUntil(lambda: page.sheets.model.rowCount() == 2)
    assert kept(db) == ["RNCP90001", "RNCP90002"]


def test_giving_up_keeps_no_sheet(page, db, qtbot, answers, tmp_path):
    answers.fill(lambda _dialog: None, accept=False)
    page.take_file(xml_file(tmp_path))
    qtbot.waitUntil(lambda: answers.dialogs == [RncpDialog])
    assert kept(db) == []


def test_a_sheet_is_deleted_after_the_question(page, db, qtbot, answers):
    page.ctx.changes.publish(keep_sheets(db, [SHEET], "export"))
    qtbot.waitUntil(lambda: page.sheets.model.rowCount() == 1)
    page.sheets.table.select_id(page.sheets.model.id_at(0))
    answers.click("Supprimer")
    page.sheets._delete()
    qtbot.waitUntil(lambda: page.sheets.model.rowCount() == 0)


def test_a_course_takes_everything_from_its_sheet_in_one_gesture(form, db):
    assert not form.offer.isVisibleTo(form)
    form.certification.setText("rncp 90001")
    assert form.offer.isVisibleTo(form)
    form.offer.take_button.click()
    form.save()
    with db.read() as session:
        course = session.scalars(select(Course)).one()
        assert (course.title, course.level, course.nsf_code) == ("Cartographe des réseaux", "5", "326")
        assert (course.certification_valid_until, course.rome_codes) == (dt.date(2028, 8, 31), "M1805|M1810")
        blocks = session.scalars(select(CertificationBlock.title).order_by(CertificationBlock.position)).all()
        assert blocks == ["Dessiner le plan", "Relever"]
        assert session.scalars(select(Skill.title)).all() == ["Lire un plan"]


@pytest.mark.parametrize(("answer", "level"), [(KEEP, "6"), (TAKE, "5")])
def test_what_is_typed_otherwise_is_replaced_only_when_asked(form, answers, answer, level):
    form.certification.setText("RNCP90001")
    form.level.set_code("6")
    form.title_field.setText("Cartographe  des réseaux")
    answers.click(answer)
    form.offer.take_button.click()
    assert form.level.code() == level
    assert form.title_field.text() == "Cartographe  des réseaux"
    assert form.nsf.text() == "326"


def test_giving_up_the_question_changes_nothing(form, answers):
    form.certification.setText("RNCP90001")
    form.level.set_code("6")
    answers.click("Annuler")
    form.offer.take_button.click()
    assert (form.nsf.text(), form.offer.skills) == ("", {})


def test_a_code_that_is_not_kept_offers_nothing(form, db):
    form.certification.setText("RNCP90001")
    form.certification.setText("RNCP1")
    assert not form.offer.isVisibleTo(form)
    with db.read() as session:
        assert sheet_of(session, "RNCP1") is None
