from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from gen_desktop.ui.widgets.flow import GAP, FlowLayout


@pytest.fixture
def holder(qtbot):
    made = QWidget()
    flow = FlowLayout(made)
    for number in range(4):
        box = QWidget()
        box.setFixedSize(100, 20 + 10 * (number == 1))
        flow.addWidget(box)
    qtbot.addWidget(made)
    made.show()
    return made


def places(holder):
    flow = holder.layout()
    return [(item.geometry().x(), item.geometry().y()) for item in (flow.itemAt(at) for at in range(4))]


def test_what_does_not_fit_goes_on_to_the_next_line(holder):
    holder.resize(2 * 100 + GAP, 200)
    assert places(holder) == [(0, 5), (100 + GAP, 0), (0, 30 + GAP), (100 + GAP, 30 + GAP)]
    assert holder.layout().heightForWidth(2 * 100 + GAP) == 30 + GAP + 20
    assert holder.layout().heightForWidth(4 * 100 + 3 * GAP) == 30
    assert holder.layout().heightForWidth(50) == 20 + 30 + 20 + 20 + 3 * GAP


def test_what_is_hidden_takes_no_room(holder):
    holder.layout().itemAt(1).widget().hide()
    assert holder.layout().heightForWidth(1000) == 20
    for at in range(4):
        holder.layout().itemAt(at).widget().hide()
    assert holder.layout().heightForWidth(1000) == 0


def test_a_widget_is_put_where_asked(holder):
    added = QWidget()
    holder.layout().insert(1, added)
    assert holder.layout().itemAt(1).widget() is added
    assert holder.layout().count() == 5
    assert holder.layout().itemAt(5) is None
    assert holder.layout().takeAt(9) is None
