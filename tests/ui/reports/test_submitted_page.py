"""Submitting the report in view, and the page of those that were submitted."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLineEdit, QWidget
from sqlalchemy import select

from gen_desktop.errors import StorageProblem
from gen_desktop.models.registry import Learner
from gen_desktop.queries.stored_content import content
from gen_desktop.queries.submitted_reports import submitted_reports
from gen_desktop.reports import signing
from gen_desktop.reports.signing import signature_holds
from gen_desktop.reports.verification import verify_report
from gen_desktop.services import submitted_reports as submitted_reports_service
from gen_desktop.ui.reports.changes_page import Compared
from gen_desktop.ui.reports.submitted_page import SubmittedPage
from gen_desktop.ui.reports.submitting import SubmitDialog
from gen_desktop.ui.reports.texts_dialog import TextsDialog
from tests.certificates import OWNER, PASSWORD, make_certificate
from tests.reports.pdf_checks import page_texts


def idle(ctx, qtbot):
    qtbot.waitUntil(lambda: ctx.jobs.is_idle)


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
    qtbot.waitUntil(lambda: made.current is not None and bool(made._pdf))
    return made


def test_a_report_goes_from_the_preview_to_its_correction(submitted, page, ctx, db, qtbot, answers, tmp_path):
    line = submitted.current
    went = []
    page.go_requested.connect(lambda where, target: went.append((where, target)))
    page.open_record("document", line.id)
    assert went == [("submitted", line.id)], "what the search finds is what was submitted"
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

    asked = []
    submitted.go_requested.connect(lambda where, target: asked.append((where, target)))
    action(submitted, "Ce qui a changé…").run()
    assert asked == [("changes", Compared(line.scope, line.title, line.scope_text, line.id))]

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
    assert action(submitted, "Corriger…").tooltip == f"Déjà remplacé par {line.number}-C1."
    assert submitted.list.topLevelItem(1).text(1).startswith("Remplacé")
    assert submitted.list.topLevelItemCount() == 2


def test_one_asked_for_before_the_list_knows_it_is_shown_once_it_does(submitted, ctx, db, qtbot, answers):
    first = submitted.current
    answers.fill(lambda dialog: (dialog.reason.setText("Sorties rectifiées"), dialog.save_button.click()))
    action(submitted, "Corriger…").run()
    idle(ctx, qtbot)
    with db.read() as session:
        newest = submitted_reports(session)[0]
    assert submitted.current.id == first.id, "the list was not read again"
    submitted.show_target(newest.id)
    submitted.reload()
    idle(ctx, qtbot)
    assert submitted.current.id == newest.id
    assert submitted.facts.text().startswith(newest.number)


def test_a_correction_without_a_reason_is_not_taken(submitted, ctx, qtbot, answers):
    def leave_empty(dialog):
        dialog.save_button.click()
        assert not dialog.result(), "the dialog stays, with the field shown"
        assert dialog.form.check_row("reason")

    answers.fill(leave_empty, accept=False)
    action(submitted, "Corriger…").run()
    idle(ctx, qtbot)
    assert submitted.list.topLevelItemCount() == 1


def test_a_report_is_signed_by_the_certificate_chosen(own_file, page, ctx, db, qtbot, answers, tmp_path):
    certificate = tmp_path / "organisme.p12"
    certificate.write_bytes(make_certificate())
    said = []

    def fill(dialog):
        rows = dialog.signature
        answers.path(certificate)
        rows.choose_button.click()
        for password in ("autre", PASSWORD):
            rows.password.setText(password)
            dialog.save_button.click()
            said.append((dialog.form.error("certificate"), dialog.form.error("password")))

    answers.fill(fill)
    action(page, "Remettre…").run()
    idle(ctx, qtbot)
    assert said == [("", "Ce n’est pas le mot de passe de ce certificat."), ("", "")]
    with db.read() as session:
        (line,) = submitted_reports(session)
        assert line.signer == OWNER
        proofs = verify_report(session, line.id)
        assert [proof.holds for proof in proofs] == [True] * 5
        assert signature_holds(content(session, line.sha256)) is True
    assert ctx.state.value("reports/certificate") == str(certificate)


def test_where_nothing_can_sign_the_form_says_nothing_of_it(ctx, qtbot, monkeypatch):
    monkeypatch.setattr(signing, "is_available", lambda: False)
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = SubmitDialog(ctx, "Remettre", (), parent)
    assert dialog.signature is None
    assert dialog.findChildren(QLineEdit) == [dialog.recipient]


def test_what_the_organisation_says_is_written_and_printed(own_file, page, ctx, qtbot, answers):
    before = page.shown.report

    def write(dialog):
        assert isinstance(dialog, TextsDialog)
        dialog.fields["highlights"].setPlainText("Deux entreprises nouvelles.")
        dialog.save_button.click()
        qtbot.waitUntil(lambda: dialog.change is not None)

    answers.fill(write)
    page.list.text_button.click()
    qtbot.waitUntil(lambda: page.shown is not None and page.shown.report is not before and ctx.jobs.is_idle)
    assert any("Deux entreprises nouvelles." in text for text in page_texts(page.shown.report.data))
    seen = []
    answers.fill(lambda dialog: seen.append(dialog.bodies()), accept=False)
    page.list.text_button.click()
    idle(ctx, qtbot)
    assert seen == [{"highlights": "Deux entreprises nouvelles.", "difficulties": ""}]


def test_words_that_name_a_learner_stay_to_be_corrected(page, ctx, qtbot, answers):
    with ctx.db.read() as session:
        somebody = session.scalars(select(Learner)).first()
    words = f"{somebody.first_name} {somebody.last_name} a signé un contrat."

    def write(dialog):
        dialog.fields["highlights"].setPlainText(words)
        dialog.save_button.click()
        qtbot.waitUntil(lambda: bool(dialog.form.error("highlights")))
        assert "le nom d’un apprenant" in dialog.form.error("highlights")
        assert dialog.fields["highlights"].toPlainText() == words
        assert dialog.save_button.isEnabled()
        assert [draft.values["typed"] for draft in page.all_drafts().values()] == [{"highlights": words}]

    answers.fill(write, accept=False)
    page.list.text_button.click()
    assert page.all_drafts() == {}, "given up"


def test_a_report_that_could_not_be_submitted_keeps_what_was_asked(
    own_file, page, ctx, qtbot, answers, monkeypatch
):
    def full_disk(*_arguments, **_options):
        raise StorageProblem("Le disque est plein.")

    monkeypatch.setattr(submitted_reports_service, "submit_report", full_disk)
    answers.fill(lambda dialog: (dialog.recipient.setText("DREETS de Dijon"), dialog.save_button.click()))
    answers.click("Fermer")
    action(page, "Remettre…").run()
    idle(ctx, qtbot)
    assert "Le disque est plein." in answers.shown[-1]
    seen = []
    answers.fill(
        lambda dialog: seen.append((dialog.recipient.text(), dialog.come_back.isHidden())), accept=False
    )
    action(page, "Remettre…").run()
    assert seen == [("DREETS de Dijon", False)]


def test_a_file_without_any_says_what_they_are_for(ctx, qtbot, db):
    made = SubmittedPage(ctx)
    qtbot.addWidget(made)
    made.show()
    idle(ctx, qtbot)
    with qtbot.waitSignal(made.back_requested):
        action(made, "Retour").run()
    assert made._layers.currentIndex() == 1
