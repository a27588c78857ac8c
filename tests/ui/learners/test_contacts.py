"""Further contacts and answers in the real panel: read in the profile, changed in forms, kept as drafts."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from gen_desktop.queries.contacts import answers, contacts
from gen_desktop.services.contacts import ContactInput, note_answers, set_contacts
from gen_desktop.ui.learners.contacts_tab import TO_INFORM
from gen_desktop.ui.learners.page import LearnersPage
from gen_desktop.ui.widgets.badge import Badge
from tests.classroom import NAMES, make_classroom

DAY = dt.date(2026, 9, 1)


@pytest.fixture
def page(ctx, db, qtbot):
    make_classroom(db, end=dt.date(2027, 3, 26), entered_on=dt.date(2026, 11, 16), decision="admitted")
    page = LearnersPage(ctx)
    qtbot.addWidget(page)
    page.resize(1120, 690)
    page.show()
    qtbot.waitUntil(lambda: page.model.rowCount() == len(NAMES))
    page.table.selectRow(0)
    qtbot.waitUntil(lambda: page.panel.person is not None)
    return page


def texts(page) -> list[str]:
    return [one.text() for one in page.panel.profile.findChildren(QLabel) if one.isVisible()]


def verdicts(page) -> list[str]:
    return [one.text for one in page.panel.profile.findChildren(Badge) if one.isVisible()]


def click(page, text: str) -> None:
    next(one for one in page.panel.profile.findChildren(QPushButton) if one.text() == text).click()


def test_contacts_are_typed_in_any_form_and_shown_in_the_profile(page, qtbot, db):
    click(page, "Autres contacts…")
    form = page.form
    form.line("value.0").setText("06.39.98.01.99")
    form.line("whose.0").setText("mère")
    form.combo("is_relay.0").set_code("yes")
    form.line("value.1").setText("educateur@")
    form.save()
    assert page.form is form
    assert form.rows.error("value.1")
    form.line("value.1").setText("Educateur@Exemple.fr")
    form.save()
    qtbot.waitUntil(lambda: "Mère (relais)" in texts(page))
    assert {"06\u00a039\u00a098\u00a001\u00a099", "Autre courriel", "educateur@exemple.fr"} <= set(
        texts(page)
    )
    with db.read() as session:
        found = contacts(session, page.panel.person.id)
    assert [(one.kind, one.value, one.is_relay) for one in found] == [
        ("phone", "+33639980199", True),
        ("email", "educateur@exemple.fr", None),
    ]
    click(page, "Autres contacts…")
    assert page.form.combo("is_relay.0").code() == "yes"
    page.form.combo("is_relay.0").set_code("no")
    page.form.save()
    qtbot.waitUntil(lambda: "Mère" in texts(page))
    click(page, "Autres contacts…")
    page.form.line("value.0").setText("")
    page.form.save()
    qtbot.waitUntil(lambda: "Mère" not in texts(page))


def test_more_lines_than_offered_are_kept_as_a_draft_and_found_again(page):
    set_contacts(page.ctx.db, page.panel.person.id, [ContactInput("+33386000000")])
    click(page, "Autres contacts…")
    add = next(one for one in page.form.findChildren(QPushButton) if one.text() == "Ajouter une ligne")
    for _ in range(10):
        add.click()
    page.form.line("value.12").setText("06 39 98 01 99")
    first = page.panel.person.id
    page.table.selectRow(1)
    assert page.form is None
    drafts = page.drafts()
    assert len(drafts) == 1
    page.drop_drafts()
    page.take_drafts(drafts)
    page.select(first)
    assert page.form.line("value.12").text() == "06 39 98 01 99"
    assert page.form.line("value.0").text() == "03\u00a086\u00a000\u00a000\u00a000"
    page.drop_drafts()


def test_answers_are_noted_together_and_the_earlier_stay_in_sight(page, qtbot, db):
    assert TO_INFORM in texts(page)
    assert verdicts(page).count("Non demandé") == 6
    click(page, "Noter une réponse…")
    form = page.form
    form.save()
    assert page.form is form, "nothing is answered yet"
    form.combo("purpose.information").set_code("yes")
    form.combo("purpose.follow_up").set_code("yes")
    form.combo("way").set_code("paper")
    form.save()
    qtbot.waitUntil(lambda: verdicts(page).count("Oui") == 2)
    assert TO_INFORM not in texts(page)
    assert "le 23/11/2026, document signé" in texts(page)
    click(page, "Noter une réponse…")
    assert page.form.combo("purpose.follow_up").currentText() == "Oui (inchangé)"
    page.form.combo("purpose.follow_up").set_code("no")
    page.form.line("said_on").setText("30/11/2026")
    page.form.save()
    assert "avenir" in page.form.rows.error("said_on")
    page.form.line("said_on").setText("22/11/2026")
    page.form.save()
    qtbot.waitUntil(lambda: "avant\u00a0: Non, le 22/11/2026" in texts(page))
    with db.read() as session:
        told = {one.purpose: one for one in answers(session, page.panel.person.id)}
    assert [one.is_given for one in told["follow_up"].answers] == [True, False]


def test_a_refusal_said_since_counts(page, qtbot):
    note_answers(page.ctx.db, page.panel.person.id, {"follow_up": True}, DAY, "paper", page.ctx.today())
    change = note_answers(
        page.ctx.db, page.panel.person.id, {"follow_up": False}, DAY, None, page.ctx.today()
    )
    page.ctx.changes.publish(change)
    qtbot.waitUntil(lambda: "Non" in verdicts(page))


@pytest.mark.parametrize("gesture", ["contacts", "answers"])
def test_every_field_of_a_form_has_a_name(page, nameless, gesture):
    page.panel.asked.emit(gesture, None)
    assert nameless(page) == []
