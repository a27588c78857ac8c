from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from gen_desktop.ui.tables.column import Column
from gen_desktop.ui.tables.windowed_model import PAGE, PAGES_KEPT, WindowedTableModel

DISPLAY = Qt.ItemDataRole.DisplayRole


@dataclass(frozen=True)
class Book:
    id: int
    title: str


COLUMNS = (
    Column(
        "title", "Titre", 100, lambda book: book.title, sort="title", tooltip=lambda book: f"n° {book.id}"
    ),
    Column("id", "Numéro", 60, lambda book: str(book.id), align="right"),
    Column("state", "État", 60, lambda book: "", badge=lambda book: ("prêté", "attention")),
)


class Store:
    """Answers rows and remembers what it was asked."""

    def __init__(self):
        self.asked: list[list[int]] = []
        self.failure: Exception | None = None

    def fetch(self, ids):
        self.asked.append(list(ids))
        if self.failure is not None:
            raise self.failure
        return {one: Book(one, f"Livre {one}") for one in ids}


@pytest.fixture
def store():
    return Store()


@pytest.fixture
def model(qapp, store):
    return WindowedTableModel(COLUMNS, store.fetch)


def _text(model, row, column=0):
    return model.index(row, column).data(DISPLAY)


def test_it_keeps_the_contract_of_qt_through_its_life(model):
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.reload(range(1, 1_001))
    assert model.rowCount() == 1_000
    assert model.columnCount() == 3
    model.refresh_rows([5, 40_000])
    model.set_sort("title", True)
    model.reload([])
    assert model.rowCount() == 0
    assert model.rowCount(QModelIndex()) == 0
    del tester


def test_rows_come_by_pages_when_painted(model, store):
    model.reload(range(1, 31_001))
    store.asked.clear()
    assert _text(model, 30_999) == "Livre 31000"
    assert _text(model, 30_990, 1) == "30991"
    assert [len(asked) for asked in store.asked] == [PAGE]


def test_counting_asks_for_no_row(qapp, store):
    quiet = WindowedTableModel(COLUMNS, store.fetch)
    quiet.reload(range(1, 31_001))
    index = quiet.index(7, 0)
    quiet.flags(index), quiet.rowCount(), index.data(Qt.ItemDataRole.DecorationRole)
    index.data(Qt.ItemDataRole.TextAlignmentRole)
    assert store.asked == []


def test_only_the_last_pages_are_kept(model, store):
    model.reload(range(1, 31_001))
    for page in range(PAGES_KEPT + 5):
        _text(model, page * PAGE)
    assert len(model._pages) == PAGES_KEPT
    store.asked.clear()
    _text(model, (PAGES_KEPT + 4) * PAGE + 3)
    assert store.asked == []
    _text(model, 0)
    assert len(store.asked) == 1


def test_big_identifiers_pass_whole(model):
    big = 2**62 + 12_345
    model.reload([big, 5])
    assert model.id_at(0) == big
    assert model.position_of(big) == 0
    assert _text(model, 0) == f"Livre {big}"
    assert model.id_at(2) is None
    assert model.position_of(6) is None


def test_a_failing_read_is_said_once_and_never_raised(model, store, qtbot, logged_problems):
    failures = []
    model.fetch_failed.connect(failures.append)
    store.failure = OSError("disque")
    model.reload(range(1, 1001))
    assert {_text(model, row) for row in range(0, 1000, 50)} == {"–"}
    assert len(failures) == 1
    store.failure = None
    model.reload(range(1, 1001))
    assert _text(model, 0) == "Livre 1"


def test_a_column_that_fails_shows_a_dash(qapp, store, logged_problems):
    bad = Column("bad", "Faux", 50, lambda book: book.missing, tooltip=lambda book: book.missing)
    model = WindowedTableModel([bad], store.fetch)
    model.reload([1, 2])
    assert _text(model, 0) == "–"
    assert model.index(1, 0).data(Qt.ItemDataRole.ToolTipRole) is None
    assert len(logged_problems.records) == 1


def test_changed_rows_are_fetched_again(model, store, qtbot):
    model.reload([3, 2, 1])
    assert _text(model, 0) == "Livre 3"
    store.asked.clear()
    with qtbot.waitSignal(model.dataChanged) as told:
        model.refresh_rows(frozenset({1, 2}))
    first, last = told.args[0], told.args[1]
    assert (first.row(), last.row()) == (1, 2)
    assert _text(model, 0) == "Livre 3"
    assert len(store.asked) >= 1


def test_badges_tooltips_and_alignment_can_be_read_aloud(model):
    model.reload([4])
    assert _text(model, 0, 2) == "prêté"
    assert model.index(0, 2).data(Qt.ItemDataRole.AccessibleTextRole) == "prêté"
    assert model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole) == "n° 4"
    assert model.index(0, 1).data(Qt.ItemDataRole.TextAlignmentRole) & int(Qt.AlignmentFlag.AlignRight)


def test_sorting_is_asked_of_the_owner_and_shown_in_the_header(model):
    asked = []
    model.sort_requested.connect(lambda name, down: asked.append((name, down)))
    for column in (0, 0, 1, 0):
        model.request_sort(column)
    assert asked == [("title", False), ("title", True), ("title", False)]
    assert model.headerData(0, Qt.Orientation.Horizontal) == "Titre ↑"
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Numéro"
    assert model.sorted_by == ("title", False)
