"""The page of the definitions: what is chosen is counted, and each figure opens its people."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt

from gen_desktop.french import short_date
from gen_desktop.queries.documents import issued_for
from gen_desktop.reports.statements import PROMOTION
from gen_desktop.ui.definitions.page import ABOUT, NOBODY, DefinitionsPage
from tests.factories import make_cohort
from tests.queries.leavers import ENTRY, EXIT, leaver, tells

AS_OF = dt.date(2026, 6, 30)


@pytest.fixture
def page(qtbot, ctx, db):
    with db.write("Deux cohortes") as session:
        cohort = make_cohort(session, "DWWM 2025-1", planned_start=ENTRY, planned_end=EXIT)
        other = make_cohort(session, "CDA 2024-1", planned_start=dt.date(2024, 1, 8), planned_end=ENTRY)
        tells(session, leaver(session, cohort, 1), 6, "EMP_CDI")
        leaver(session, cohort, 2)
        leaver(session, other, 3)
    made = DefinitionsPage(ctx)
    qtbot.addWidget(made)
    made.day.set_value(AS_OF)
    made.show()
    qtbot.waitUntil(lambda: bool(made.list.model.ids))
    return made


def figure(page, definition_id):
    return next(one for one in page.list._rows if one.definition.id == definition_id)


def choose(qtbot, page, text, count):
    index = next(at for at in range(page.scope.count()) if page.scope.itemText(at).startswith(text))
    page.scope.setCurrentIndex(index)
    page.scope.activated.emit(index)
    qtbot.waitUntil(lambda: count == figure(page, "D3b.6").N)


def test_cohorts_years_and_the_day_are_chosen(qtbot, page):
    assert (figure(page, "D3b.6").n, figure(page, "D3b.6").N) == (1, 3)
    choose(qtbot, page, "CDA 2024-1", 1)
    choose(qtbot, page, "Année 2025", 3)
    page.horizon.set_code("3")
    page.horizon.chosen.emit("3")
    qtbot.waitUntil(lambda: any(one.definition.id == "D3a.3" for one in page.list._rows))
    page.day.set_value(dt.date(2025, 12, 1))
    page.day.changed.emit(page.day.value())
    qtbot.waitUntil(lambda: figure(page, "D7").N == 0)


@pytest.mark.parametrize(("typed", "said"), [("31/02/2026", "31"), ("01/01/2099", "à venir")])
def test_a_day_that_cannot_be_is_said_and_the_figures_stay(qtbot, page, typed, said):
    page.day.setFocus()
    page.day.selectAll()
    qtbot.keyClicks(page.day, typed)
    qtbot.keyClick(page.day, Qt.Key.Key_Return)
    assert said in page._told.full_text()
    assert page.subtitle() == f"Données au {short_date(AS_OF)}"
    page.day.selectAll()
    qtbot.keyClicks(page.day, "01122025")
    qtbot.keyClick(page.day, Qt.Key.Key_Return)
    assert page._told.full_text() == ABOUT
    assert page.subtitle() == "Données au 01/12/2025"


def test_a_definition_that_counts_nobody_opens_no_list(qtbot, page):
    at = next(at for at, one in enumerate(page.list._rows) if one.concerned and not one.n)
    page.list.select(at)
    with qtbot.waitSignal(page.told) as told:
        page.list.row_opened.emit(page.list.selected)
    assert told.args[0] == NOBODY


def test_a_figure_opens_the_people_behind_it(qtbot, page):
    at = next(at for at, one in enumerate(page.list._rows) if one.definition.id == "D3b.6")
    page.list.select(at)
    for opener, count in zip(page.openers.values(), (1, 3, 2), strict=True):
        assert opener.isEnabled()
        with qtbot.waitSignal(page.go_requested) as gone:
            opener.click()
        assert gone.args[0] == "learners"
        assert len(gone.args[1]) == count


def test_files_are_written_from_the_page(qtbot, page, tmp_path, monkeypatch):
    for name, export in (("fse.csv", page.export_participants), ("fse.pdf", page.export_participants)):
        path = tmp_path / name
        monkeypatch.setattr("gen_desktop.ui.dialogs.save_file", lambda *_args, path=path: path)
        with qtbot.waitSignal(page.told) as told:
            export(path.suffix)
        assert told.args[0] == f"{name}\u00a0: 3 personnes."
        assert path.stat().st_size > 500


def test_the_sums_of_promotions_are_saved_and_registered(qtbot, page, ctx, tmp_path, monkeypatch):
    path = tmp_path / "promotions.pdf"
    monkeypatch.setattr("gen_desktop.ui.dialogs.save_file", lambda *_args: path)
    with qtbot.waitSignal(page.told) as told:
        page.export_promotion_sums()
    assert told.args[0] == "Document enregistré\u00a0: promotions.pdf"
    year = page._as_of().year - 1
    with ctx.db.read() as session:
        (issued,) = issued_for(session, PROMOTION, f"Promotions {year - 1} et {year}")
    assert issued.as_of == page._as_of()
    assert path.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("came_from", ["placements", "reports"])
def test_insertion_and_reports_lead_to_it(qtbot, page, ctx, came_from):
    from importlib import import_module

    module = import_module(f"gen_desktop.ui.{came_from}.page")
    door = getattr(module, f"{came_from.capitalize()}Page")(ctx)
    qtbot.addWidget(door)
    door.show()
    qtbot.waitUntil(lambda: bool(door.header_actions()))
    shown = [one for action in door.header_actions() for one in (action, *action.menu)]
    (action,) = (one for one in shown if one.text == "Définitions…")
    with qtbot.waitSignal(door.go_requested) as gone:
        action.run()
    assert gone.args[0] == "definitions"
