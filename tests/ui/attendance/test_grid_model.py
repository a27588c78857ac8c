from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from gen_desktop.queries.attendance_grid import week_grid
from gen_desktop.services import attendance
from gen_desktop.services.attendance import MarkInput
from gen_desktop.ui.attendance.grid_model import GridModel
from gen_desktop.ui.attendance.keys import Pending
from tests.classroom import FRIDAY, MONDAY, change_enrollment, make_classroom


@pytest.fixture
def room(db):
    return make_classroom(db)


@pytest.fixture
def load(db, room):
    def read():
        with db.read() as session:
            return week_grid(session, room.cohort_id, MONDAY)

    return read


@pytest.fixture
def model(load, qapp):
    made = GridModel(MONDAY, lambda: dt.datetime.combine(FRIDAY, dt.time(18)))
    tester = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal)
    made.set_grid(load())
    yield made
    del tester


def shown(model, row, column, role=Qt.ItemDataRole.DisplayRole):
    return model.data(model.index(row, column), role)


def test_an_empty_model_is_a_sound_model(qapp):
    model = GridModel(MONDAY, lambda: dt.datetime.combine(FRIDAY, dt.time(18)))
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert (model.rowCount(), model.columnCount()) == (0, 0)
    model.set_grid(None)
    del tester


def test_people_half_days_and_hours(model, db, room, load):
    attendance.record(
        db,
        [
            MarkInput(room.enrollments[5], room.sessions[0], "AI"),
            MarkInput(room.enrollments[5], room.sessions[1], "R", minutes_missed=40),
            MarkInput(room.enrollments[5], room.sessions[2], "AJ_MAL"),
            MarkInput(room.enrollments[5], room.sessions[3], "AJ_AUT"),
            MarkInput(room.enrollments[5], room.sessions[4], "SUSP"),
            MarkInput(room.enrollments[5], room.sessions[5], "P"),
        ],
    )
    model.set_grid(load())
    assert (model.rowCount(), model.columnCount()) == (15, 12)
    assert [shown(model, 5, column) for column in range(8)] == [
        "Delorme Kévin",
        "A",
        "R\u00a040",
        "J\u00a0mal.",
        "J",
        "S\u00a0susp.",
        "P",
        "",
    ]
    assert shown(model, 5, 11) == "6,3\u202fh"
    assert model.headerData(0, Qt.Orientation.Horizontal) == "Apprenant"
    assert model.headerData(1, Qt.Orientation.Horizontal) == "lundi 16 novembre matin"
    assert model.headerData(11, Qt.Orientation.Horizontal) == "Réalisé"
    assert model.headerData(model.rowCount(), Qt.Orientation.Vertical) is None


def test_every_cell_can_be_heard(model, db, room, load):
    spoken = Qt.ItemDataRole.AccessibleTextRole
    change_enrollment(db, room.enrollments[0], entered_on=MONDAY, exit_on=MONDAY, exit_type="term")
    attendance.record(
        db,
        [
            MarkInput(room.enrollments[5], room.sessions[0], "AI"),
            MarkInput(room.enrollments[5], room.sessions[1], "R", minutes_missed=40),
            MarkInput(room.enrollments[5], room.sessions[2], "AJ_FAM"),
        ],
    )
    model.set_grid(load())
    assert shown(model, 5, 0, spoken) == "Delorme Kévin"
    assert shown(model, 5, 1, spoken) == "Delorme Kévin, lundi 16 novembre matin\u00a0: absent (à justifier)"
    assert shown(model, 5, 2, spoken).endswith("après-midi\u00a0: retard ou départ anticipé de 40\u202fmin")
    assert shown(model, 5, 3, spoken).endswith(
        "mardi 17 novembre matin\u00a0: événement familial (justificatif attendu)"
    )
    assert shown(model, 5, 4, spoken).endswith("non saisi")
    assert shown(model, 5, 11, spoken) == "Delorme Kévin, réalisé cette semaine\u00a0: 2\u202fh\u202f50"
    assert shown(model, 0, 3, spoken).endswith("rien à saisir, après la sortie (16/11/2026)")


def test_the_tooltip_says_why_a_cell_is_closed_and_when_a_document_came(model, db, room, load):
    change_enrollment(db, room.enrollments[0], entered_on=MONDAY, exit_on=MONDAY, exit_type="term")
    attendance.record(db, [MarkInput(room.enrollments[5], room.sessions[0], "AJ_MAL", document_on=MONDAY)])
    model.set_grid(load())
    tooltip = Qt.ItemDataRole.ToolTipRole
    assert shown(model, 0, 3, tooltip) == "Rien à saisir, après la sortie (16/11/2026)."
    assert shown(model, 5, 1, tooltip) == ("Arrêt maladie. Justificatif reçu le 16/11/2026.")
    assert shown(model, 5, 2, tooltip) is None
    assert not model.is_open(0, 3)
    assert model.is_open(0, 1)
    assert not model.cell(0, 3).is_due


def test_only_what_changed_is_told(model, db, room, load):
    touched = []
    resets = []
    model.dataChanged.connect(
        lambda first, last: touched.append((first.row(), first.column(), last == first))
    )
    model.modelReset.connect(lambda: resets.append(True))
    attendance.record(db, [MarkInput(room.enrollments[3], room.sessions[4], "P")])
    model.set_grid(load())
    assert touched == [(3, 5, True), (3, 11, True)]
    assert resets == []
    model.set_grid(load())
    assert len(touched) == 2


def test_other_people_are_another_frame(model, db, room, load, qtbot):
    change_enrollment(db, room.enrollments[3], decision="refused")
    with qtbot.waitSignal(model.modelReset):
        model.set_grid(load())
    assert model.rowCount() == 14


def test_what_is_being_typed_is_shown_but_not_recorded(model, room):
    key = room.enrollments[2], room.sessions[1]
    model.set_pending(Pending("minutes", (key,), 210, "4"))
    assert shown(model, 2, 2) == "R\u00a04"
    model.set_pending(Pending("reason", (key,), 210))
    assert shown(model, 2, 2) == "J\u00a0…"
    model.set_pending(None)
    assert shown(model, 2, 2) == ""
    assert model.mark_of(key) is None


def test_places_and_keys(model, room):
    key = room.enrollments[2], room.sessions[1]
    assert model.key_at(2, 2) == key
    assert model.place_of(key) == (2, 2)
    assert model.key_at(2, 0) is None
    assert model.key_at(2, 11) is None
    assert model.key_at(15, 2) is None
    assert model.place_of((1, 2)) is None
    assert model.minutes_of(key) == 210
    assert model.flags(model.index(2, 0)) == Qt.ItemFlag.ItemIsEnabled
    assert model.flags(model.index(2, 2)) & Qt.ItemFlag.ItemIsSelectable
