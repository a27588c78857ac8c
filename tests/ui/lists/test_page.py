"""Employers, programmes, courses and sites: listed with who draws on them, deleted, told."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from sqlalchemy import select

from gen_desktop.models.registry import CertificationBlock, Company, FundingProgram, Skill
from gen_desktop.queries.companies import record
from gen_desktop.services import cohorts, funding_programs
from gen_desktop.services.companies import CompanyContactInput, CompanyInput, find_or_insert, update_company
from gen_desktop.ui.lists.page import ListsPage
from gen_desktop.ui.widgets.card import Notice

COHORT = cohorts.CohortInput(
    "DWWM 2026-1",
    "Développeur web",
    dt.date(2026, 5, 4),
    dt.date(2026, 5, 29),
    site_name="Autun",
    program_code="GEN",
    program_name="Grande École du Numérique",
)


@pytest.fixture
def company_id(db):
    cohorts.create_cohort(db, COHORT)
    funding_programs.create_program(db, funding_programs.ProgramInput("AFC", "Action collective"))
    with db.write("Nommer des employeurs") as session:
        find_or_insert(session, CompanyInput("Mairie", "Autun"))
        return find_or_insert(session, CompanyInput("Datacampus", "Nevers", "73282932000074"))[0]


@pytest.fixture
def page(ctx, company_id, qtbot):
    made = ListsPage(ctx)
    qtbot.addWidget(made)
    made.resize(1122, 687)
    made.show()
    qtbot.waitUntil(lambda: made.model.rowCount() == 2)
    return made


def rows(page):
    return [
        [page.model.index(row, column).data() for column in range(3)] for row in range(page.model.rowCount())
    ]


def test_each_list_says_what_tells_apart_and_who_draws_on_it(page, qtbot):
    assert rows(page) == [
        ["Datacampus", "Nevers, SIRET 73282932000074", "inutilisé"],
        ["Mairie", "Autun", "inutilisé"],
    ]
    page.chips["funding_program"].click()
    qtbot.waitUntil(lambda: [row[0] for row in rows(page)][-1:] == ["Grande École du Numérique"])
    assert rows(page)[-1] == ["Grande École du Numérique", "GEN", "1 cohorte"]
    page.chips["course"].click()
    qtbot.waitUntil(lambda: rows(page)[0][::2] == ["Développeur web", "1 cohorte"])
    page.chips["site"].click()
    qtbot.waitUntil(lambda: rows(page) == [["Autun", "jours fériés\u00a0: France", "1 cohorte"]])


def test_a_record_pointed_at_from_a_search_is_shown_with_its_history(page, company_id, qtbot):
    page.open_record("company", company_id)
    qtbot.waitUntil(lambda: page.table.selected_id() == company_id)
    qtbot.waitUntil(lambda: "Commune\u00a0: – → Nevers" in texts(page))
    assert "Nommer des employeurs" in texts(page)


def texts(page):
    return [label.text() for label in page.gestures.findChildren(QLabel)]


def test_the_delete_key_asks_then_deletes(page, db, company_id, qtbot, answers):
    page.open_record("company", company_id)
    qtbot.waitUntil(lambda: page.table.selected_id() == company_id)
    answers.click("Annuler")
    press_delete(page, page.table, qtbot)
    answers.click("Supprimer")
    press_delete(page, page.table, qtbot)
    qtbot.waitUntil(lambda: [row[0] for row in rows(page)] == ["Mairie"])
    assert "Supprimer l’entreprise Datacampus" in answers.shown[0]
    with db.read() as session:
        assert session.get(Company, company_id) is None


def test_what_a_cohort_needs_is_not_even_asked_about(page, db, qtbot, answers):
    page.show_kind("funding_program")
    qtbot.waitUntil(lambda: len(rows(page)) == 2 and rows(page)[1][0].startswith("Grande"))
    page.table.select_id(page.model.id_at(1))
    answers.click("Fermer")
    page.delete()
    assert "1 cohorte s’en sert encore (DWWM 2026-1)" in answers.shown[0]
    with db.read() as session:
        assert session.get(FundingProgram, page.model.id_at(1)) is not None


def press_delete(page, table, qtbot):
    page.activateWindow()
    table.setFocus()
    qtbot.waitUntil(table.hasFocus)
    QTest.keyClick(table, Qt.Key.Key_Delete)


def test_nothing_is_nameless(page, nameless):
    assert nameless(page) == []


def test_deleting_is_offered_to_whom_may(page, db, company_id, qtbot):
    db.author = replace(db.author, role="training")
    page.on_author()
    qtbot.waitUntil(lambda: not page.delete_action.isEnabled())
    assert "il faut le rôle" in page.delete_action.toolTip()
    said = []
    page.told.connect(lambda text, *_rest: said.append(text))
    page.delete()
    assert len(said) == 1
    assert "il faut le rôle" in said[0]
    page.chips["course"].click()
    qtbot.waitUntil(lambda: page.delete_action.isEnabled())


def _edit(page):
    page.edit_button.click()
    form = page._form[1]
    assert form.isVisible()
    return form


def test_an_employer_is_changed_beside_the_list(page, db, company_id, qtbot):
    form = _edit(page)
    form.lines["name"].setText("Datacampus Bourgogne")
    form.lines["siret"].setText("73282932000075")
    form.lines["siret"].editingFinished.emit()
    form.save()
    assert "clé de contrôle" in form.rows.error("siret")
    form.lines["siret"].setText("732 829 320 00074")
    form.save()
    qtbot.waitUntil(lambda: page._form is None)
    page.reload()
    qtbot.waitUntil(lambda: rows(page)[0][0] == "Datacampus Bourgogne")
    with db.read() as session:
        assert session.get_one(Company, company_id).siret == "73282932000074"


def test_what_is_typed_about_an_employer_is_kept_for_after_a_crash(page, ctx, company_id, qtbot):
    form = _edit(page)
    form.lines["name"].setText("Datacampus Bour")
    ((name, draft),) = page.drafts().items()
    again = ListsPage(ctx)
    qtbot.addWidget(again)
    again.take_drafts({name: draft})
    again.show()
    again.resume(name)
    assert again._form[1].lines["name"].text() == "Datacampus Bour"


def test_leaving_asks_before_what_is_typed_is_lost(page, answers):
    form = _edit(page)
    assert page.can_leave()
    form = _edit(page)
    form.lines["city"].setText("Decize")
    answers.click("Continuer la saisie")
    assert not page.can_leave()
    answers.click("Abandonner")
    assert page.can_leave()


def test_an_employer_is_entered_with_its_contact_and_told_to_be_there_already(page, db, qtbot):
    page.start_new()
    form = page._form[1]
    form.lines["name"].setText(" datacampus")
    form.lines["city"].setText("Nevers")
    form.lines["city"].editingFinished.emit()
    assert any("Déjà dans la liste" in one.text() for one in form.notice.findChildren(QLabel))
    form.save()
    assert "déjà dans la liste" in form.rows.error("name")
    form.lines["city"].setText("Autun")
    form._contacts[0][1]["name"].setText("Anne Petit (fictive)")
    form.save()
    qtbot.waitUntil(lambda: page._form is None)
    with db.read() as session:
        made = session.scalars(select(Company).where(Company.city == "Autun", Company.name == "datacampus"))
        company_id = made.one().id
        assert [one.name for one in record(session, company_id).contacts] == ["Anne Petit (fictive)"]


def test_two_writings_of_an_employer_are_made_one_from_its_menu(page, db, company_id, qtbot):
    page.open_record("company", company_id)
    qtbot.waitUntil(lambda: page.table.selected_id() == company_id)
    with db.read() as session:
        other = session.scalars(select(Company.id).where(Company.id != company_id)).one()
    page.merge()
    form = page._form[1]
    form.save()
    assert page._form is not None, "the other one is still to be chosen"
    form.other.set_code(str(other))
    form.save()
    qtbot.waitUntil(lambda: page._form is None)
    with db.read() as session:
        assert session.scalars(select(Company.id)).all() == [company_id]


def test_what_is_known_of_an_employer_is_read_without_its_form(page, db, company_id, qtbot):
    known = CompanyInput(
        "Datacampus",
        siret="73282932000074",
        city="Autun",
        phone="0385000000",
        contacts=(CompanyContactInput("Zoé Dupré", role="responsable", phone="0639980101"),),
    )
    page.open_record("company", company_id)
    assert page.panel.current_tab() == "card"
    qtbot.waitUntil(lambda: page.table.selected_id() == company_id)
    page.ctx.changes.publish(update_company(db, company_id, known, version=1))

    def read():
        return [one.text() for one in page.card.findChildren(QLabel) if not one.isHidden()]

    qtbot.waitUntil(lambda: "Autun" in read())
    assert read()[:2] == ["SIRET", "732\u00a0829\u00a0320\u00a000074"]
    assert read()[6:8] == ["Téléphone", "03\u00a085\u00a000\u00a000\u00a000"]
    assert "Zoé Dupré, responsable\n06\u00a039\u00a098\u00a001\u00a001" in read()


def test_who_worked_there_is_shown_for_employers_only(page, db, company_id, qtbot):
    page.open_record("company", company_id)
    qtbot.waitUntil(lambda: page.table.selected_id() == company_id)
    qtbot.waitUntil(lambda: bool(page.people.findChildren(QLabel)))
    page.panel.select_tab("people")
    page.show_kind("funding_program")
    qtbot.waitUntil(lambda: page.panel.current_tab() == "history")


def test_the_skills_of_a_course_are_described_from_its_card(page, db, qtbot, answers):
    page.chips["course"].click()
    qtbot.waitUntil(lambda: page.model.rowCount() == 1 and page.skills_button.isVisible())

    def look(dialog):
        told = [one.text() for one in dialog.findChild(Notice).findChildren(QLabel)]
        assert any("n’a pas de bloc" in words for words in told)

    answers.fill(look, accept=False)
    page.skills_button.click()
    course_id = page.model.id_at(0)
    with db.write("Un bloc") as session:
        block = CertificationBlock(course_id=course_id, code="BC01", title="Front-end")
        session.add(block)
        session.flush()
        block_id = block.id

    def describe(dialog):
        dialog.add()
        dialog.tree.currentItem().setText(0, "Maquetter")
        dialog.accept()

    answers.fill(describe)
    page.skills_button.click()
    with db.read() as session:
        assert session.scalars(select(Skill.title).where(Skill.block_id == block_id)).all() == ["Maquetter"]
    page.chips["company"].click()
    qtbot.waitUntil(lambda: page.model.rowCount() == 2 and not page.skills_button.isVisible())
