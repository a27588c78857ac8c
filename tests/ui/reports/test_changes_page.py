"""What changed since a report that left: asked from its page, told person by person, saved with names."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from sqlalchemy import select

from gen_desktop.changes import Change
from gen_desktop.models.registry import Enrollment, NominativeExport
from gen_desktop.services.documents import register_report
from gen_desktop.ui.reports.changes_page import ChangesPage
from gen_desktop.ui.reports.checks_panel import CHANGES
from tests.ui.reports.conftest import PATIENCE_MS


@pytest.fixture
def corrected(own_file, page, ready, db, ctx):
    """A report left; then somebody's exit, told as the end of the course, is an abandonment after all."""
    ctx.changes.publish(register_report(db, page.shown.report))
    with db.write("Corriger une sortie") as session:
        in_period = Enrollment.exit_on.between(dt.date(2026, 7, 1), dt.date(2026, 9, 30))
        found = session.scalars(select(Enrollment).where(Enrollment.exit_type == "term", in_period)).first()
        found.exit_type, found.exit_reason = "abandonment", "AB_PERS"
        enrollment_id = found.id
    ctx.changes.publish(Change(frozenset({"enrollment"}), frozenset({enrollment_id})))
    ready(page)
    return enrollment_id


@pytest.fixture
def comparison(corrected, page, ctx, qtbot):
    """The page, reached by the link of the panel."""
    asked = []
    page.go_requested.connect(lambda page_id, target: asked.append((page_id, target)))
    (link,) = [one for one in page.checks.findChildren(QPushButton) if one.text() == CHANGES]
    link.setFocus()
    QTest.keyClick(link, Qt.Key.Key_Return)
    ((page_id, target),) = asked
    assert page_id == "changes"
    made = ChangesPage(ctx)
    qtbot.addWidget(made)
    made.resize(1122, 686)
    made.show()
    made.show_target(target)
    qtbot.waitUntil(lambda: made.counts.model.rowCount() > 0, timeout=PATIENCE_MS)
    return made


def texts(card):
    model = card.model
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_a_correction_is_told_population_by_population_and_opens_its_person(comparison, corrected):
    assert comparison.said.text().startswith("Depuis le rapport du ")
    moved = [row for row in texts(comparison.counts) if row[2] != "0" or row[3] != "0"]
    assert {row[0]: (row[2], row[3]) for row in moved} == {
        "Parcours terminés": ("0", "1"),
        "Abandons": ("1", "0"),
    }
    # The first population that changed is shown at once, then the one that is chosen.
    ((_person, _cohort, move, why),) = texts(comparison.movements)
    assert move == "sort"
    comparison.counts.select([row[0] for row in texts(comparison.counts)].index("Abandons"))
    ((_person, _cohort, move, why),) = texts(comparison.movements)
    assert move == "entre"
    assert "→ Abandon" in why
    opened = []
    comparison.open_requested.connect(lambda *what: opened.append(what))
    comparison.movements.select(0)
    assert comparison.why.text().endswith(why)
    comparison.movements.row_opened.emit(comparison.movements.selected)
    assert opened == [("enrollment", corrected)]


def test_who_moved_is_saved_and_registered(comparison, db, answers, tmp_path, qtbot):
    path = tmp_path / "changements.csv"
    answers.path(path)
    comparison.header_actions()[-1].run()
    qtbot.waitUntil(lambda: comparison.ctx.jobs.is_idle and path.exists())
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "Population;Mouvement;Nom;Prénom;Cohorte;Pourquoi"
    assert len(lines) == 3
    with db.read() as session:
        assert session.execute(select(NominativeExport.kind, NominativeExport.people)).all() == [
            ("report_changes", 1)
        ]
