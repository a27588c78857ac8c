"""What was typed and not saved is there again after the program died, in the program's own window."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit

from gen_desktop.changes import PROGRAM
from gen_desktop.db.lock import lock_path
from gen_desktop.errors import StorageProblem
from gen_desktop.models.submitted_report import ReportScope
from gen_desktop.queries.drafts import own_drafts
from gen_desktop.services import drafts
from gen_desktop.settings import Settings
from gen_desktop.store import create_store, open_store
from gen_desktop.ui.draft_keeper import RESUME, TOLD_AFTER, DraftKeeper
from gen_desktop.ui.startup import Program
from tests.factories import make_cohort, make_learner

FIRST = dt.date(2026, 9, 30)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "centre.gendb"
    db = create_store(made, PROGRAM)
    with db.write("Préparer") as session:
        make_learner(session, 0, last_name="Delorme", first_name="Kévin")
        make_cohort(session)
    db.close()
    return made


@pytest.fixture
def programs(qtbot) -> Iterator[list[Program]]:
    made: list[Program] = []
    yield made
    for program in made:
        program.end()
        if program.window is not None:
            window, program.window = program.window, None
            window.leave()
            window.deleteLater()
        program.deleteLater()


def start(programs: list[Program], path: Path, qtbot) -> Program:
    program = Program(Settings())
    programs.append(program)
    program.open_file(path)
    qtbot.waitUntil(lambda: is_ready(program))
    return program


def is_ready(program: Program) -> bool:
    window = program.window
    return window is not None and window.current_page() is not None and program.jobs.is_idle


def die(program: Program) -> None:
    """Without a word to anybody: the file is only given back so that the test can open it again."""
    window = program.window
    window.findChild(DraftKeeper).keep()
    program.jobs.wait_all(10_000)
    program.window = None
    window.leave()
    window.deleteLater()
    program.end()


def kept(program: Program) -> list[str]:
    db = program._opened()
    with db.read() as session:
        return [draft.title for draft in own_drafts(session)]


def type_somebody(program: Program) -> None:
    page = program.window.show_page("learners")
    page.new_learner()
    page.form.line("last_name").setText("Dupré")
    page.form.line("first_name").setText("Zoé")
    page.form.date_field("birth_date").setText("31/0")


def test_a_new_person_half_typed_is_there_again_after_a_crash(programs, path, qtbot, answers):
    first = start(programs, path, qtbot)
    type_somebody(first)
    die(first)
    answers.click(RESUME)
    second = start(programs, path, qtbot)
    qtbot.waitUntil(lambda: second.window.current_page_id() == "learners")
    form = second.window.current_page().form
    assert "Nouvel apprenant" in answers.shown[0]
    assert [form.text(name) for name in ("last_name", "first_name", "birth_date")] == ["Dupré", "Zoé", "31/0"]


def test_a_person_being_changed_keeps_only_what_was_typed(programs, path, qtbot, answers):
    first = start(programs, path, qtbot)
    page = first.window.show_page("learners")
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    page.table.select_id(page.model.id_at(0))
    page.edit()
    page.form.line("city").setText("Nevers")
    die(first)
    answers.click(RESUME)
    second = start(programs, path, qtbot)
    page = second.window.current_page()
    qtbot.waitUntil(lambda: page.form is not None)
    assert page.form.text("city") == "Nevers"
    assert page.form.draft().values == {"city": "Nevers"}


def test_a_new_cohort_and_the_organisation_too(programs, path, qtbot, answers):
    first = start(programs, path, qtbot)
    page = first.window.show_page("cohorts")
    page.start_new()
    page.new_form.fields.seats.setText("quinze")
    page.new_form.fields.pattern.words.setText("lun-jeu 9h-12h")
    page.new_form.fields.pattern.read_words()
    organization = first.window.show_page("organization")
    qtbot.waitUntil(lambda: organization.form.isEnabled())
    field = organization.form.fields["representative"]
    assert isinstance(field, QLineEdit)
    field.setText("Awa Diop")
    die(first)
    answers.click("Plus tard")
    second = start(programs, path, qtbot)
    page = second.window.show_page("cohorts")
    page.start_new()
    assert page.new_form.fields.seats.text() == "quinze"
    assert {slot.weekday for slot in page.new_form.fields.pattern.pattern()} == {0, 1, 2, 3}
    organization = second.window.show_page("organization")
    qtbot.waitUntil(lambda: organization.form.isEnabled())
    assert organization.form.fields["representative"].text() == "Awa Diop"


def test_what_is_saved_is_not_offered_again(programs, path, qtbot):
    program = start(programs, path, qtbot)
    type_somebody(program)
    program.window.findChild(DraftKeeper).keep()
    qtbot.waitUntil(lambda: program.jobs.is_idle)
    assert kept(program) == ["Nouvel apprenant"]
    form = program.window.current_page().form
    form.date_field("birth_date").setText("31/03/1990")
    form.save()
    qtbot.waitUntil(lambda: program.jobs.is_idle and kept(program) == [])


def test_what_is_given_up_when_leaving_is_forgotten(programs, path, qtbot, answers):
    program = start(programs, path, qtbot)
    type_somebody(program)
    program.window.findChild(DraftKeeper).keep()
    qtbot.waitUntil(lambda: program.jobs.is_idle)
    answers.click("Quitter sans enregistrer")
    program.window.close()
    qtbot.waitUntil(lambda: program.jobs.is_idle)
    assert kept(program) == []


def test_words_of_a_report_left_for_later_are_shown_again_before_one_quits(programs, path, qtbot, answers):
    scope = ReportScope("follow_up", FIRST, None, FIRST, FIRST)
    first = start(programs, path, qtbot)
    page = first.window.show_page("reports")

    def type_then_die(dialog):
        dialog.fields["highlights"].setPlainText("Deux entreprises nouvelles.")
        die(first)

    answers.fill(type_then_die, accept=False)
    page.submitter._ask_texts(scope)
    answers.click("Plus tard")
    second = start(programs, path, qtbot)
    assert "Commentaire\u00a0: rapport de suivi" in answers.shown[-1]
    second.window.show_page("reports")
    answers.click("Revenir à la saisie")
    seen = []
    answers.fill(lambda dialog: seen.append(dialog.bodies()["highlights"]), accept=False)
    second.window.close()
    qtbot.waitUntil(lambda: bool(seen), timeout=10_000)
    assert seen == ["Deux entreprises nouvelles."]
    assert second.window.isVisible()


def test_a_disk_without_room_is_told_once_and_the_form_stays(
    programs, path, qtbot, monkeypatch, logged_problems
):
    def full(*_arguments):
        raise StorageProblem("Le disque est plein.")

    program = start(programs, path, qtbot)
    type_somebody(program)
    keeper = program.window.findChild(DraftKeeper)
    keeper._timer.stop()
    monkeypatch.setattr(drafts, "keep_drafts", full)
    for _ in range(TOLD_AFTER - 1):
        keeper.keep()
        program.jobs.wait_all(10_000)
    assert program.window._toast is None
    for _ in range(2):
        keeper.keep()
        program.jobs.wait_all(10_000)
    assert program.window.toast.isVisible()
    assert program.window.current_page().form.text("last_name") == "Dupré"
    monkeypatch.undo()
    keeper.keep()
    program.jobs.wait_all(10_000)
    assert kept(program) == ["Nouvel apprenant"]
    assert keeper._failures == 0


def test_a_file_only_read_keeps_nothing(programs, path, qtbot, answers):
    holder = open_store(path, PROGRAM)
    try:
        answers.click("Ouvrir en lecture seule")
        program = start(programs, path, qtbot)
        assert program.window.findChild(DraftKeeper) is None
    finally:
        holder.close()
    assert not lock_path(path).exists()
