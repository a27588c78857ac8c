from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from gen_desktop.ui.reports.cohort_picker import Choice, CohortPicker, Whole
from gen_desktop.ui.reports.date_pickers import FUTURE, MISSING, REVERSED, DayPicker, PeriodPicker
from gen_desktop.ui.reports.periods import Period, quarter_of
from tests.ui.conftest import TODAY

QUARTER = quarter_of(dt.date(2026, 8, 1))
COHORTS = (
    (1, "DWWM 2026-2", "du 6 juillet 2026 au 29 janvier 2027"),
    (2, "TSSR 2026-1", "du 6 octobre 2025 au 27 mars 2026"),
    (3, "Été 2025", "du 7 juillet au 29 août 2025"),
)


@pytest.fixture
def host(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(400, 60)
    made.show()
    qtbot.waitExposed(made)
    return made


def picked_by(picker):
    found = []
    picker.picked.connect(found.append)
    return found


def type_into(field, text):
    field.selectAll()
    QTest.keyClicks(field, text)


@pytest.fixture
def periods(host):
    made = PeriodPicker(lambda: TODAY, host)
    made.set_period(QUARTER)
    made.open_under(host)
    return made


def test_a_usual_period_is_one_click_or_enter(periods):
    picked = picked_by(periods)
    texts = [periods.list.item(row).text() for row in range(periods.list.count())]
    assert texts[:4] == ["Novembre 2026", "Octobre 2026", "4e trimestre 2026", "3e trimestre 2026"]
    assert periods.list.currentRow() == 3
    QTest.keyClick(periods.list, Qt.Key.Key_Up)
    QTest.keyClick(periods.list, Qt.Key.Key_Return)
    assert picked == [quarter_of(TODAY)]
    assert not periods.isVisible()


def test_two_days_are_typed(periods):
    picked = picked_by(periods)
    assert periods.first.text() == "01/07/2026"
    type_into(periods.first, "4/5")
    type_into(periods.last, "310526")
    QTest.keyClick(periods.last, Qt.Key.Key_Return)
    assert picked == [Period(dt.date(2026, 5, 4), dt.date(2026, 5, 31))]


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [("4/5/26", "3/5/26", REVERSED), ("", "3/5/26", MISSING), ("31/2/26", "3/5/26", "n’est pas une date")],
)
def test_what_is_wrong_with_them_is_said_there(periods, first, last, said):
    picked = picked_by(periods)
    periods.first.setText(first)
    periods.last.setText(last)
    periods.ok.click()
    assert said in periods.error.text()
    assert periods.isVisible()
    assert picked == []
    periods.close()


def test_escape_leaves_the_period(periods):
    picked = picked_by(periods)
    QTest.keyClick(periods.list, Qt.Key.Key_Escape)
    assert not periods.isVisible()
    assert picked == []


@pytest.fixture
def days(host):
    made = DayPicker(lambda: TODAY, host)
    made.set_day(dt.date(2026, 9, 30), dt.date(2026, 9, 30))
    made.open_under(host)
    return made


def test_the_day_is_typed_and_never_to_come(days):
    picked = picked_by(days)
    assert not days.usual.isVisible()
    type_into(days.day, "24/11/2026")
    QTest.keyClick(days.day, Qt.Key.Key_Return)
    assert days.error.text() == FUTURE
    type_into(days.day, "31/08/2026")
    QTest.keyClick(days.day, Qt.Key.Key_Return)
    assert picked == [dt.date(2026, 8, 31)]
    assert not days.isVisible()


def test_the_usual_day_comes_back(days, host):
    picked = picked_by(days)
    days.close()
    days.set_day(dt.date(2026, 8, 31), dt.date(2026, 9, 30))
    days.open_under(host)
    assert days.usual.text() == "Revenir au 30/09/2026, la date habituelle"
    days.usual.click()
    assert picked == [None]


@pytest.fixture
def cohorts(host):
    made = CohortPicker(host)
    made.set_choices([Whole(None, "Toutes les cohortes")], COHORTS)
    made.set_choice(Choice())
    made.open_under(host)
    return made


def lines(picker):
    return [
        picker.list.item(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(picker.list.count())
    ]


def test_cohorts_are_found_by_typing_and_taken_with_enter(cohorts, type_text):
    picked = picked_by(cohorts)
    assert lines(cohorts)[0] == "Toutes les cohortes, choisi"
    type_text(cohorts.search, "ÉTÉ")
    assert lines(cohorts) == ["Été 2025   du 7 juillet au 29 août 2025"]
    QTest.keyClick(cohorts.search, Qt.Key.Key_Return)
    assert lines(cohorts)[0].endswith(", choisi")
    cohorts.search.clear()
    QTest.keyClick(cohorts.search, Qt.Key.Key_Down)
    QTest.keyClick(cohorts.list, Qt.Key.Key_Down)
    QTest.keyClick(cohorts.list, Qt.Key.Key_Space)
    assert picked == []
    cohorts.ok.click()
    assert picked == [Choice(ids=(1, 3))]


def test_all_of_them_again_at_once(cohorts, host):
    cohorts.close()
    cohorts.set_choice(Choice(ids=(1,)))
    picked = picked_by(cohorts)
    cohorts.open_under(host)
    cohorts.list.itemClicked.emit(cohorts.list.item(0))
    assert picked == [Choice()]
    assert not cohorts.isVisible()


@pytest.mark.parametrize("part", ["search", "list", "ok"])
def test_escape_changes_nothing(cohorts, part):
    picked = picked_by(cohorts)
    cohorts.list.itemClicked.emit(cohorts.list.item(1))
    QTest.keyClick(getattr(cohorts, part), Qt.Key.Key_Escape)
    assert not cohorts.isVisible()
    assert picked == []


def test_no_cohort_of_that_name(cohorts):
    QTest.keyClicks(cohorts.search, "zzz")
    assert not cohorts.list.isVisible()
    assert cohorts._nothing.isVisible()
    cohorts.close()


def test_the_same_cohorts_are_no_new_choice(cohorts, host):
    cohorts.close()
    cohorts.set_choice(Choice(ids=(2,)))
    picked = picked_by(cohorts)
    cohorts.open_under(host)
    cohorts.list.itemClicked.emit(cohorts.list.item(1))
    cohorts.list.itemClicked.emit(cohorts.list.item(1))
    cohorts.close()
    assert picked == []
    cohorts.open_under(host)
    cohorts.list.itemClicked.emit(cohorts.list.item(2))  # nothing left: the choice before stays
    cohorts.close()
    assert picked == []
