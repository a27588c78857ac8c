"""What changed since a report that left: asked from its page, told person by person, saved with names."""

from __future__ import annotations

import datetime as dt
import re

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
from gen_desktop.ui.reports.since_bar import A_DAY, FUTURE


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
    qtbot.waitUntil(lambda: made.figures.model.rowCount() > 0)
    return made


def texts(card):
    model = card.model
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_a_correction_is_told_figure_by_figure_and_opens_its_person(comparison, corrected):
    assert "Même périmètre" in comparison.said.text()
    told = texts(comparison.figures)
    names = [row[0] for row in told]
    assert {"Taux d’abandon", "Taux d’achèvement"} <= set(names)
    assert all(before != after for _name, before, after in told)
    # Everybody at once, then those of the figure that is chosen.
    ((_person, _cohort, moves, why),) = texts(comparison.people)
    assert re.fullmatch(r"entre dans [0-9]+, sort de [0-9]+", moves)
    assert "→ Abandon" in why
    comparison.figures.select(names.index("Taux d’abandon"))
    assert [row[2] for row in texts(comparison.people)] == ["entre"]
    assert comparison.figures.said.text() == "1 personne comptée autrement dans ce chiffre"
    comparison.everybody.click()
    assert comparison.figures.said.text() == "1 personne comptée autrement"
    opened = []
    comparison.open_requested.connect(lambda *what: opened.append(what))
    comparison.people.select(0)
    assert comparison.why.text().endswith(why)
    comparison.people.row_opened.emit(comparison.people.selected)
    assert opened == [("enrollment", corrected)]


def test_it_is_compared_with_another_day_that_is_typed(comparison, qtbot):
    bar = comparison.since_bar
    assert bar.choice.currentText().startswith("le rapport enregistré le ")
    bar.choice.setCurrentIndex(bar.choice.count() - 1)
    bar.choice.activated.emit(bar.choice.count() - 1)
    bar.day.setText("01/01/2100")
    QTest.keyClick(bar.day, Qt.Key.Key_Return)
    assert bar.error.text() == FUTURE
    bar.day.setText("01/10/2026")
    QTest.keyClick(bar.day, Qt.Key.Key_Return)
    assert bar.error.text() == ""
    qtbot.waitUntil(lambda: comparison._found.asked.since == dt.date(2026, 10, 1))
    assert bar.choice.currentText() == A_DAY
    assert len(texts(comparison.people)) > 10, "the file was filled since: nobody was known then"


def test_who_moved_is_saved_and_registered(comparison, db, answers, tmp_path, qtbot):
    path = tmp_path / "changements.csv"
    answers.path(path)
    comparison.header_actions()[-1].run()
    qtbot.waitUntil(lambda: comparison.ctx.jobs.is_idle and path.exists())
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "Nom;Prénom;Cohorte;Entre dans;Sort de;Pourquoi"
    with db.read() as session:
        assert session.execute(select(NominativeExport.kind, NominativeExport.people)).all() == [
            ("report_changes", 1)
        ]
