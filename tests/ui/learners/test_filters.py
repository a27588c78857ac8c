"""The filters of the list of learners, in the real window on a real file."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from sqlalchemy import select

from gen_desktop.models.registry import Cohort, Enrollment, Learner
from gen_desktop.queries.list_filters import Among, Between
from gen_desktop.services.cohorts import delete_cohort
from gen_desktop.ui.learners.page import LearnersPage
from gen_desktop.ui.learners.range_panel import RangePanel
from gen_desktop.ui.widgets.many_choices import ManyChoices
from tests.classroom import NAMES, make_classroom

ENTRY = dt.date(2026, 11, 16)


@pytest.fixture
def page(ctx, db, qtbot):
    make_classroom(db, end=dt.date(2027, 3, 26), entered_on=ENTRY, decision="admitted")
    make_classroom(db, code="CDA 2026-1", people=[("Zola", "Ada"), ("Yvon", "Noé")], decision="waiting")
    with db.write("Des faits") as session:
        for number, learner in enumerate(session.scalars(select(Learner).order_by(Learner.sort_key))):
            learner.sex = (None, "F", "M")[number % 3]
            learner.birth_date = dt.date(1990 + number, 5, 1)
            learner.city = "Nevers" if number < 3 else None
        for number, one in enumerate(session.scalars(select(Enrollment).order_by(Enrollment.id))):
            one.prescriber = ("ML", "CAP", None)[number % 3]
            one.in_qpv = (True, False, None)[number % 3]
    made = LearnersPage(ctx)
    qtbot.addWidget(made)
    ctx.changes.changed.connect(made.refresh)
    made.resize(1120, 690)
    made.show()
    qtbot.waitUntil(lambda: made.model.rowCount() == len(NAMES) + 2)
    return made


def listed(page, qtbot, count):
    qtbot.waitUntil(lambda: page.ctx.jobs.is_idle)
    qtbot.waitUntil(lambda: page.model.rowCount() == count)
    return [page.model.row_at(at).last_name for at in range(count)]


def pick(panel: ManyChoices, *texts):
    """Click these lines of an open panel."""
    for text in texts:
        (item,) = panel.list.findItems(text, Qt.MatchFlag.MatchExactly)
        at = panel.list.visualItemRect(item).center()
        QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=at)


def open_menu_entry(page, text):
    """What a click on that line of « Plus de filtres » does."""
    for group in page.filters.more.menu.actions():
        for action in group.menu().actions() if group.menu() else ():
            if action.text() == text:
                action.trigger()
                return page.filters.more.panel
    raise AssertionError(text)


def test_several_cohorts_and_several_states_add_up(page, qtbot):
    filters = page.filters
    filters.cohort_chip.click()
    pick(filters.cohorts, "CDA 2026-1")
    assert listed(page, qtbot, 2) == ["Yvon", "Zola"]
    assert filters.cohort_chip.text() == "CDA 2026-1 ▾"
    pick(filters.cohorts, "DWWM 2026-2")
    filters.cohorts.close()
    listed(page, qtbot, len(NAMES) + 2)
    filters.state_chip.click()
    pick(filters.states, "Liste d’attente")
    assert listed(page, qtbot, 2) == ["Yvon", "Zola"]
    pick(filters.states, "En formation")
    filters.states.close()
    listed(page, qtbot, len(NAMES) + 2)
    assert filters.state_chip.text() == "Liste d’attente, en formation ▾"
    assert filters.count.text() == "17 apprenants"


def test_the_states_chosen_are_found_again_the_next_day(page, ctx, qtbot):
    page.filters.state_chip.click()
    pick(page.filters.states, "Liste d’attente")
    page.filters.states.close()
    listed(page, qtbot, 2)
    again = LearnersPage(ctx)
    qtbot.addWidget(again)
    assert again.filters.criteria().states == ("waiting",)
    assert again.filters.state_chip.text() == "Liste d’attente ▾"


def test_switches_combine_and_are_taken_off_one_by_one(page, qtbot):
    women, young = page.filters.switches["women"], page.filters.switches["under_26"]
    women.click()
    assert listed(page, qtbot, 6) == ["Bakary", "Da Silva", "Garnier", "Marchand", "Petit", "Zola"]
    young.click()
    assert listed(page, qtbot, 2) == ["Petit", "Zola"]
    assert page.filters.save_link.isVisible()
    women.click()
    listed(page, qtbot, 6)
    young.click()
    listed(page, qtbot, 17)
    assert not page.filters.save_link.isVisible()


def test_any_fact_can_be_a_filter_and_unknown_is_a_choice(page, qtbot):
    panel = open_menu_entry(page, "Prescripteur")
    assert isinstance(panel, ManyChoices)
    pick(panel, "Mission locale", "Non renseigné")
    panel.close()
    listed(page, qtbot, 11)
    chip = page.filters.chips["prescriber"]
    assert chip.full_text() == "Prescripteur\u00a0: Mission locale, Non renseigné"
    assert page.filters.criteria().narrowings == (Among("prescriber", ("ML", "")),)
    chip.click()
    pick(page.filters.more.panel, "Mission locale")
    page.filters.more.panel.close()
    listed(page, qtbot, 5)
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(chip.width() - 8, chip.height() // 2))
    listed(page, qtbot, 17)
    assert page.filters.chips == {}


def test_a_chip_goes_by_the_keyboard_too(page, qtbot):
    pick(open_menu_entry(page, "Commune"), "Nevers")
    page.filters.more.panel.close()
    assert listed(page, qtbot, 3) == ["Aubert", "Bakary", "Ben Salah"]
    QTest.keyClick(page.filters.chips["city"], Qt.Key.Key_Delete)
    listed(page, qtbot, 17)


def test_choices_are_found_by_typing_without_accents(page, qtbot, type_text):
    panel = open_menu_entry(page, "Situation avant l’entrée")
    type_text(panel.search, "independ")
    texts = [panel.list.item(row).text() for row in range(panel.list.count())]
    assert texts
    assert all("ndépend" in text for text in texts)
    QTest.keyClick(panel.search, Qt.Key.Key_Return)
    panel.close()
    qtbot.waitUntil(lambda: page.ctx.jobs.is_idle)
    assert page.filters.criteria().narrowings[0].filter == "situation_before"


def test_a_range_is_typed_checked_and_told(page, qtbot):
    panel = open_menu_entry(page, "Âge à l’entrée")
    assert isinstance(panel, RangePanel)
    QTest.keyClicks(panel.low, "30")
    QTest.keyClicks(panel.high, "20")
    QTest.keyClick(panel.high, Qt.Key.Key_Return)
    assert panel.rows.error("high")
    assert page.filters.criteria().narrowings == ()
    panel.high.clear()
    QTest.keyClick(panel.high, Qt.Key.Key_Return)
    assert not panel.isVisible()
    assert listed(page, qtbot, 7)[-1] == "Fournier"
    assert page.filters.chips["age_at_entry"].full_text() == "Âge à l’entrée\u00a0: 30\u00a0ans ou plus"


def test_days_are_typed_as_people_type_them(page, qtbot):
    panel = open_menu_entry(page, "Entrée")
    QTest.keyClicks(panel.low, "161126")
    panel.unknown.setChecked(True)
    QTest.keyClick(panel.low, Qt.Key.Key_Return)
    listed(page, qtbot, 17)
    assert page.filters.criteria().narrowings == (Between("entered_on", ENTRY, None, True),)
    assert page.filters.chips["entered_on"].full_text() == (
        "Entrée\u00a0: depuis le 16/11/2026 ou non renseigné"
    )
    page.filters.chips["entered_on"].click()
    again = page.filters.more.panel
    assert (again.low.text(), again.unknown.isChecked()) == ("16/11/2026", True)
    again.unknown.setChecked(False)
    QTest.keyClick(again.low, Qt.Key.Key_Return)
    listed(page, qtbot, 15)


def test_a_cohort_deleted_under_its_filter_is_said(page, db, ctx, qtbot):
    said = []
    page.told.connect(lambda text, *_: said.append(text))
    with db.read() as session:
        cohort_id = session.scalar(select(Cohort.id).where(Cohort.code == "CDA 2026-1"))
    page.show_target(("cohort", cohort_id))
    listed(page, qtbot, 2)
    ctx.changes.publish(delete_cohort(db, cohort_id))
    qtbot.waitUntil(lambda: page.filters.criteria().cohort_ids is None)
    listed(page, qtbot, 17)
    assert said == ["Filtres retirés\u00a0: 1 cohorte supprimée depuis."]


def test_everything_off_at_once_from_an_empty_list(page, qtbot):
    page.filters.switches["qpv"].click()
    pick(open_menu_entry(page, "Sexe"), "Autre ou non binaire")
    page.filters.more.panel.close()
    listed(page, qtbot, 0)
    page.filters.clear()
    listed(page, qtbot, 17)
    assert not page.filters.narrows()
    assert not page.filters.switches["qpv"].isChecked()


def test_every_filter_opens_and_is_named(page, qtbot, nameless):
    for group in page.filters.more.menu.actions():
        for action in group.menu().actions() if group.menu() else ():
            action.trigger()
            panel = page.filters.more.panel
            assert panel.isVisible()
            assert nameless(panel) == []
            panel.close()
    page.filters.more.menu.actions()[0].trigger()
    assert page.filters.text.isVisible()
