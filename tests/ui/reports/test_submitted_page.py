"""Submitting the report in view, and the page of those that were submitted."""

from __future__ import annotations

import pytest

from gen_desktop.models.registry import Enrollment
from gen_desktop.queries.submitted_reports import submitted_reports
from gen_desktop.ui.reports.comparison_dialog import ComparisonDialog
from gen_desktop.ui.reports.submitted_page import SubmittedPage
from gen_desktop.ui.reports.submitting import SubmitDialog
from tests.ui.reports.conftest import PATIENCE_MS


def idle(ctx, qtbot):
    qtbot.waitUntil(lambda: ctx.jobs.is_idle, timeout=PATIENCE_MS)


def action(page, text):
    (found,) = (one for one in page.header_actions() if one.text == text)
    return found


@pytest.fixture
def submitted(own_file, page, ctx, qtbot, answers):
    """The page of submitted reports, after the report in view was submitted by its button."""
    went = []
    page.go_requested.connect(lambda where, target: went.append((where, target)))

    def fill(dialog):
        assert isinstance(dialog, SubmitDialog)
        dialog.recipient.setText("DREETS")
        dialog.save_button.click()

    answers.fill(fill)
    action(page, "Remettre…").run()
    idle(ctx, qtbot)
    ((where, target),) = went
    assert where == "submitted"
    made = SubmittedPage(ctx)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    made.show_target(target)
    idle(ctx, qtbot)
    qtbot.waitUntil(lambda: made.current is not None and bool(made._pdf), timeout=PATIENCE_MS)
    return made


def test_a_report_goes_from_the_preview_to_its_correction(submitted, page, ctx, db, qtbot, answers, tmp_path):
    line = submitted.current
    assert (line.recipient, line.replaced_by) == ("DREETS", None)
    assert line.number in submitted.facts.text()
    assert "DREETS" in submitted.facts.text()

    copy = tmp_path / "copie"
    answers.path(copy)
    action(submitted, "Enregistrer une copie…").run()
    idle(ctx, qtbot)
    assert copy.with_suffix(".pdf").read_bytes() == submitted._pdf

    answers.click("Fermer")
    action(submitted, "Vérifier").run()
    idle(ctx, qtbot)
    assert f"{line.number} est tel qu’il a été remis." in answers.shown[-1]
    assert "✗" not in answers.shown[-1]

    seen = []
    answers.fill(lambda dialog: seen.append((type(dialog), dialog.verdict.text())))
    action(submitted, "Comparer à aujourd’hui…").run()
    idle(ctx, qtbot)
    ((kind, verdict),) = seen
    assert kind is ComparisonDialog
    assert "Aucun chiffre n’a changé" in verdict

    with db.write("Tous partis avant la fin") as session:
        for one in session.query(Enrollment).filter(Enrollment.exit_type == "term"):
            one.exit_type = "abandonment"

    def look(dialog):
        person = dialog.people.topLevelItem(0)
        seen.append((dialog.figures.topLevelItemCount(), person.text(0), person.text(3)))

    answers.fill(look)
    action(submitted, "Comparer à aujourd’hui…").run()
    idle(ctx, qtbot)
    figures, person, reason = seen[-1]
    assert figures > 2
    assert person
    assert "Tous partis avant la fin" in reason

    answers.fill(lambda dialog: (dialog.reason.setText("Sorties rectifiées"), dialog.save_button.click()))
    action(submitted, "Corriger…").run()
    idle(ctx, qtbot)
    submitted.reload()
    idle(ctx, qtbot)
    with db.read() as session:
        lines = submitted_reports(session)
    assert [(one.number, one.replaced_by) for one in lines] == [
        (f"{line.number}-C1", None),
        (line.number, f"{line.number}-C1"),
    ]
    assert submitted.current.id == line.id, "the one looked at stays"
    assert not action(submitted, "Corriger…").enabled
    assert submitted.list.topLevelItemCount() == 2


def test_a_correction_without_a_reason_is_not_taken(submitted, ctx, qtbot, answers):
    def leave_empty(dialog):
        dialog.save_button.click()
        assert not dialog.result(), "the dialog stays, with the field shown"
        assert dialog.form.check_row("reason")

    answers.fill(leave_empty, accept=False)
    action(submitted, "Corriger…").run()
    idle(ctx, qtbot)
    assert submitted.list.topLevelItemCount() == 1


def test_a_file_without_any_says_what_they_are_for(ctx, qtbot, db):
    made = SubmittedPage(ctx)
    qtbot.addWidget(made)
    made.show()
    idle(ctx, qtbot)
    assert made.header_actions() == []
    assert made._layers.currentIndex() == 1
