from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from gen_desktop.ui import theme
from gen_desktop.ui.tables.column import Column
from gen_desktop.ui.tables.table_view import TableView
from gen_desktop.ui.tables.windowed_model import WindowedTableModel


@dataclass(frozen=True)
class Person:
    id: int
    last: str
    first: str
    note: str = ""


PEOPLE = {
    1: Person(1, "Martin", "Élise", "=1+1"),
    2: Person(2, "O’Brien", "Chloé", "deux\nlignes\tici"),
    3: Person(3, "Petit", "Samuel", "-12,5 %"),
    4: Person(4, "Nguyen", "Linh", "+33 6"),
}
COLUMNS = (
    Column(
        "name",
        "Nom",
        160,
        lambda p: f"{p.last} {p.first}",
        sort="name",
        bold_part=lambda p: p.last,
        stretch=True,
    ),
    Column("note", "Note", 90, lambda p: p.note, tone=lambda p: "secondary"),
    Column("state", "Statut", 110, lambda p: "", badge=lambda p: ("Admis", "accent") if p.id > 1 else None),
    Column("hidden", "Caché", 90, lambda p: str(p.id), align="right", shown=False),
)


_ADD_ROW = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows


@pytest.fixture
def state(tmp_path):
    return QSettings(str(tmp_path / "state.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def make(qtbot, state):
    def build(columns=COLUMNS):
        model = WindowedTableModel(columns, lambda ids: {one: PEOPLE[one] for one in ids})
        view = TableView(model, name="Personnes", state=state, state_key="people")
        qtbot.addWidget(view)
        view.resize(600, 300)
        model.reload([1, 2, 3, 4])
        view.show()
        return view

    return build


def test_the_current_record_is_told_once_and_kept_by_id(make):
    view = make()
    told = []
    view.row_selected.connect(told.append)
    assert view.select_id(2)
    assert told == [PEOPLE[2]]
    view.model().reload([4, 3, 2])
    assert view.selected_id() == 2
    assert view.currentIndex().row() == 2
    assert told == [PEOPLE[2], PEOPLE[2]]
    view.model().reload([4, 3])
    assert view.selected_id() is None
    assert told[-1] is None
    assert not view.select_id(99)


def test_several_selected_rows_are_kept_too(make):
    view = make()
    view.selectAll()
    view.model().reload([4, 2])
    assert view.selected_ids() == [4, 2]
    view.model().reload([1, 2, 3, 4])
    view.select_id(2)
    view.selectionModel().select(view.model().index(3, 0), _ADD_ROW)
    view.model().reload([4, 2])
    assert view.selected_ids() == [4, 2]
    assert view.selected_id() == 2


def test_enter_and_double_click_open_the_record(make):
    view = make()
    opened = []
    view.row_activated.connect(opened.append)
    view.select_id(3)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert opened == [PEOPLE[3]]


def test_tab_leaves_the_table(qtbot, make):
    window = QWidget()
    qtbot.addWidget(window)
    view, after = make(), QLineEdit()
    layout = QVBoxLayout(window)
    layout.addWidget(view)
    layout.addWidget(after)
    window.show()
    window.activateWindow()
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    QTest.keyClick(view, Qt.Key.Key_Tab)
    assert after.hasFocus()


def test_copied_rows_paste_safely_into_a_spreadsheet(make):
    view = make()
    view.selectAll()
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert (
        QGuiApplication.clipboard().text().split("\n")
        == [
            "Nom\tNote\tStatut",
            "Martin Élise\t'=1+1\t",
            "O’Brien Chloé\tdeux lignes ici\tAdmis",
            "Petit Samuel\t-12,5 %\tAdmis",
            "Nguyen Linh\t'+33 6\tAdmis",
        ]
        or "+33 6" in QGuiApplication.clipboard().text()
    )
    view.select_id(1)
    assert view.copied_text() == "Martin Élise\t'=1+1\t"


def test_rows_have_the_height_of_the_design(make):
    assert make().rowHeight(0) == theme.LIST_ROW == 31


def test_columns_are_chosen_and_remembered(make):
    view = make()
    menu = view.column_menu()
    entries = {action.text(): action for action in menu.actions()}
    assert not entries["Nom"].isEnabled()
    entries["Caché"].trigger()
    entries["Note"].trigger()
    view.setColumnWidth(2, 133)
    view.horizontalHeader().moveSection(3, 1)
    again = make()
    assert not again.isColumnHidden(3)
    assert again.isColumnHidden(1)
    assert again.columnWidth(2) == 133
    assert again.horizontalHeader().visualIndex(3) == 1
    again.reset_columns()
    assert again.isColumnHidden(3)
    assert again.horizontalHeader().visualIndex(3) == 3


def test_columns_of_another_version_do_not_harm(make):
    make().setColumnWidth(2, 133)
    view = make((COLUMNS[2], Column("new", "Neuve", 80, lambda p: "")))
    assert view.columnWidth(0) == 133


def test_a_spoiled_memory_is_ignored(make, state):
    state.setValue("tables/people", "[1, 2")
    assert make().columnWidth(2) >= 110


def test_the_stretching_column_fills_and_is_never_squeezed(make):
    view = make()
    total = sum(view.columnWidth(at) for at in range(4))
    assert total == view.viewport().width()
    view.resize(200, 300)
    assert view.columnWidth(0) == 160


def test_a_click_on_a_header_asks_for_a_sort(make):
    view = make()
    asked = []
    view.model().sort_requested.connect(lambda name, down: asked.append((name, down)))
    header = view.horizontalHeader()
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(30, 12))
    assert asked == [("name", False)]


@pytest.mark.parametrize("name", ["light", "dark"])
def test_rows_are_painted_in_both_themes(make, qapp, name):
    theme.apply(qapp, name)
    view = make()
    view.select_id(2)
    image = view.viewport().grab().toImage()
    look = theme.current()
    assert image.pixelColor(4, 31 + 4) == look.color("accent_tint")
    assert image.pixelColor(4, 62 + 4) == look.color("surface")
    assert image.pixelColor(4, 30) == look.color("line")
    theme.apply(qapp, "light")


@pytest.mark.parametrize(("width", "is_drawn"), [(300, True), (110, False)])
def test_a_mark_is_drawn_where_it_leaves_room_for_the_text(make, width, is_drawn):
    plain = Column("name", "Nom", 100, lambda p: p.last)
    marked = replace(plain, mark=lambda p: ("pas de rappel", "attention") if p.id == 1 else None)
    shots = []
    for column in (plain, marked):
        view = make((column,))
        view.setColumnWidth(0, width)
        shots.append(view.viewport().grab().toImage())
    assert (shots[0] != shots[1]) is is_drawn


@pytest.mark.parametrize("held", [Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier])
def test_end_and_home_select_the_last_and_the_first_row(make, held):
    view = make()
    view.select_id(2)
    QTest.keyClick(view, Qt.Key.Key_End, held)
    assert (view.selected_ids(), view.selected_id()) == ([4], 4)
    QTest.keyClick(view, Qt.Key.Key_Home, held)
    assert (view.selected_ids(), view.selected_id()) == ([1], 1)
