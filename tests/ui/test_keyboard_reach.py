"""Every page and every form of the window: Tab goes round without a trap, and each stop has a name."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget
from sqlalchemy import select

from gen_desktop.models.application import Step
from gen_desktop.models.registry import Learner
from gen_desktop.models.submitted_report import ReportScope
from gen_desktop.queries import retention_periods
from gen_desktop.queries.parameters import parameter_rows
from gen_desktop.queries.report_comparison import Comparison, Counts, FigureChange, PersonMove
from gen_desktop.queries.submitted_reports import SubmittedLine
from gen_desktop.services.attendance import MarkInput, record
from gen_desktop.services.companies import CompanyInput, find_or_insert
from gen_desktop.services.month_statements import send_month
from gen_desktop.services.remote_work import ActivityInput, plan_for_cohort
from gen_desktop.ui.assessments.jury_dialog import JuryDialog
from gen_desktop.ui.intake.prerequisites_dialog import PrerequisitesDialog
from gen_desktop.ui.learners.bulk.edit_dialog import EditDialog
from gen_desktop.ui.learners.bulk.enroll_dialog import EnrollDialog
from gen_desktop.ui.main_window import MainWindow
from gen_desktop.ui.opening.people import PersonDialog
from gen_desktop.ui.pages import HIDDEN_PAGES, PAGES
from gen_desktop.ui.placements.messages_dialog import MessagesDialog
from gen_desktop.ui.placements.texts_dialog import TextsDialog
from gen_desktop.ui.privacy.edit import PeriodDialog
from gen_desktop.ui.reports.comparison_dialog import ComparisonDialog
from gen_desktop.ui.reports.submitting import SubmitDialog
from gen_desktop.ui.reports.texts_dialog import TextsDialog as ReportTextsDialog
from gen_desktop.ui.rules.dialog import RuleDialog
from gen_desktop.ui.shell_hooks import hooks
from gen_desktop.ui.shortcuts_dialog import ShortcutsDialog
from gen_desktop.ui.skills_dialog import SkillsDialog
from gen_desktop.ui.welcome.window import WelcomeWindow
from tests import papers
from tests.classroom import make_classroom
from tests.ui.conftest import TODAY
from tests.ui.keyboard_walk import nameless, reachable, trap
from tests.ui.small_center import fill_small_center, settle

PAGE_IDS = [spec.id for spec in (*PAGES, *HIDDEN_PAGES)]


@pytest.fixture
def window(ctx, db, qtbot):
    """A small centre: a running cohort, leavers, a candidate, a paper."""
    fill_small_center(db)
    made = MainWindow(ctx, hooks(db))
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show_page("home")
    made.show()
    qtbot.waitExposed(made)
    settle(ctx, qtbot)
    yield made
    ctx.jobs.wait_all()


def first_stop(root: QWidget) -> QWidget:
    return min(reachable(root), key=lambda one: one.mapTo(root, one.rect().topLeft()).toTuple())


@pytest.mark.parametrize("page_id", PAGE_IDS)
def test_every_page_is_walked_by_tab_and_named(ctx, qtbot, window, page_id):
    window.show_page(page_id)
    settle(ctx, qtbot)
    assert nameless(window) == []
    assert trap(window, first_stop(window)) == []


@pytest.mark.parametrize(
    "gesture",
    [
        "new",
        "edit",
        "exit",
        "certification",
        "entry",
        "decision",
        "enroll",
        "contacts",
        "answers",
        "absence_contact",
        "paper",
        "facts",
        "esf",
        "territory",
        "new_exemption",
        "new_company_period",
    ],
)
def test_every_form_about_a_person_is_walked_by_tab_and_named(ctx, db, qtbot, window, gesture):
    page = window.show_page("learners")
    settle(ctx, qtbot)
    with db.read() as session:
        person = session.scalar(select(Learner.id).where(Learner.last_name == "Aubert"))
    page.select(person)
    settle(ctx, qtbot)
    if gesture == "new":
        page.new_learner()
    else:
        current = page.panel.person.current.id
        page.panel.asked.emit(gesture, page.panel._papers[0].id if gesture == "paper" else current)
    assert page.form is not None
    settle(ctx, qtbot)
    shown = {one for one in page.form.fields.values() if one.isVisible() and one.isEnabled()}
    assert shown
    assert nameless(window) == []
    assert trap(window, next(iter(page.form.fields.values()))) == []


@pytest.mark.parametrize("tab", ["profile", "path", "attendance", "placement", "papers", "history"])
def test_every_tab_of_the_panel_is_walked_by_tab_and_named(ctx, qtbot, window, tab):
    page = window.show_page("learners")
    settle(ctx, qtbot)
    page.select(page.model.ids[0])
    page.panel.select_tab(tab)
    settle(ctx, qtbot)
    assert nameless(window) == []
    assert trap(window, page.table) == []


def test_the_forms_of_a_cohort_are_walked_by_tab_and_named(ctx, qtbot, window):
    page = window.show_page("cohorts")
    settle(ctx, qtbot)
    page.start_new()
    settle(ctx, qtbot)
    assert nameless(window) == []
    assert trap(window, first_stop(page.new_form)) == []


def test_the_form_of_an_employer_is_walked_by_tab_and_named(ctx, db, qtbot, window):
    with db.write("Nommer un employeur") as session:
        company_id, _made = find_or_insert(session, CompanyInput("Datacampus", "Nevers"))
    page = window.show_page("lists")
    page.resume(f"company:{company_id}")
    settle(ctx, qtbot)
    assert nameless(window) == []
    assert trap(window, page._form[1].name) == []


@pytest.mark.parametrize("kind", ["course", "funding_program", "site"])
def test_the_forms_of_courses_programmes_and_sites_are_walked_by_tab_and_named(ctx, qtbot, window, kind):
    page = window.show_page("lists")
    page.show_kind(kind)
    page.start_new()
    if kind == "funding_program":
        page._form[1].targets.add_line()
    settle(ctx, qtbot)
    assert nameless(window) == []
    assert trap(window, next(iter(page._form[1].rows._rows.values())).field) == []


@pytest.mark.parametrize("form", ["half_day", "move", "many", "closure"])
def test_the_forms_of_a_calendar_are_walked_by_tab_and_named(ctx, qtbot, window, form):
    page = window.show_page("cohorts")
    settle(ctx, qtbot)
    row = page.panel.calendar._rows[0]
    opening = {
        "half_day": lambda: page.calendar.open_half_day(row.id),
        "move": lambda: page.calendar.open_move(row.id),
        "many": lambda: page.calendar.open_many(row.held_on, "AM", None),
        "closure": lambda: page.calendar.open_closure(None),
    }
    opening[form]()
    settle(ctx, qtbot)
    assert nameless(window) == []
    assert trap(window, next(iter(page.calendar.form.rows._rows.values())).field) == []


def test_the_quick_entry_of_applications_is_walked_by_tab_and_named(ctx, qtbot, window):
    page = window.show_page("intake")
    settle(ctx, qtbot)
    page.start_new()
    settle(ctx, qtbot)
    assert page.quick.isVisible()
    assert nameless(window) == []
    assert trap(window, page.quick.last_name) == []


@pytest.mark.parametrize("gesture", ["absence", "send", "correct"])
def test_the_forms_beside_the_grid_are_walked_by_tab_and_named(ctx, db, qtbot, window, gesture):
    page = window.show_page("attendance")
    settle(ctx, qtbot)
    month = page.monday.replace(day=1)
    key = page.model.key_at(0, 1)
    if gesture == "absence":
        record(db, [MarkInput(*key, "AI")])
        page.reload()
        page.side.justify([key])
    else:
        if gesture == "correct":
            send_month(db, page.cohort_id, month, None, TODAY, TODAY)
        page.resume(f"{gesture}:{page.cohort_id}:{month}")
    settle(ctx, qtbot)
    assert page.side.shown is not None
    assert nameless(window) == []
    assert trap(window, next(iter(page.side.shown.rows._rows.values())).field) == []


def test_the_form_of_the_absences_page_is_walked_by_tab_and_named(ctx, db, qtbot, window):
    key = window.show_page("attendance").model.key_at(0, 1)
    record(db, [MarkInput(*key, "AI")])
    page = window.show_page("absences")
    settle(ctx, qtbot)
    page.justify()
    assert nameless(window) == []
    assert trap(window, page.form.reason) == []


@pytest.mark.parametrize("gesture", ["start_new", "edit", "add_help"])
def test_the_forms_of_distance_work_are_walked_by_tab_and_named(ctx, db, qtbot, window, gesture):
    cohort_id = window.show_page("attendance").cohort_id
    plan_for_cohort(db, cohort_id, ActivityInput("Exercice 3", 90, TODAY, "exercise"))
    page = window.show_page("remote")
    page.show_target(cohort_id)
    settle(ctx, qtbot)
    page.table.select_id(page.model.id_at(0))
    getattr(page, gesture)()
    settle(ctx, qtbot)
    assert nameless(window) == []
    assert trap(window, next(iter(page.form.rows._rows.values())).field) == []


@pytest.mark.parametrize("gesture", ["enter", "enter_nameless", "send", "send_nameless"])
def test_the_forms_of_satisfaction_are_walked_by_tab_and_named(ctx, qtbot, window, gesture):
    page = window.show_page("satisfaction")
    settle(ctx, qtbot)
    page.show_target(next(one.id for one in page._found.cohorts if one.code == "TSSR 2026-1"))
    settle(ctx, qtbot)
    page.table.select_id(page.model.id_at(0))
    getattr(page, gesture)()
    settle(ctx, qtbot)
    assert nameless(window) == []
    assert trap(window, next(iter(page.form.rows._rows.values())).field) == []


def test_the_form_of_a_complaint_is_walked_by_tab_and_named(ctx, qtbot, window):
    page = window.show_page("complaints")
    settle(ctx, qtbot)
    page.start_new()
    settle(ctx, qtbot)
    assert nameless(window) == []
    assert trap(window, page.form.received_on) == []


def test_the_form_of_a_signed_sheet_is_walked_by_tab_and_named(ctx, qtbot, window, tmp_path):
    path = tmp_path / "feuille.pdf"
    path.write_bytes(papers.pdf(1))
    page = window.show_page("sheets")
    settle(ctx, qtbot)
    page.take_file(path)
    qtbot.waitUntil(lambda: page.form is not None)
    settle(ctx, qtbot)
    assert nameless(window) == []
    assert trap(window, page.form.title) == []
    page.form.left.emit()


def test_the_form_of_a_cohort_that_exists_is_walked_by_tab_and_named(ctx, qtbot, window):
    page = window.show_page("cohorts")
    settle(ctx, qtbot)
    page.view.select_id(page.model.id_at(0))
    settle(ctx, qtbot)
    page.start_edit()
    settle(ctx, qtbot)
    assert page.edit_form.isVisible()
    assert nameless(window) == []
    assert trap(window, first_stop(page.edit_form)) == []


@pytest.mark.parametrize("step", ["position", "interview", "wait", "refuse", "withdraw"])
def test_each_step_of_an_application_is_walked_by_tab_and_named(ctx, qtbot, window, step):
    page = window.show_page("intake")
    settle(ctx, qtbot)
    page.table.select_id(page.model.id_at(0))
    settle(ctx, qtbot)
    page.take(Step(step), page.chosen())
    settle(ctx, qtbot)
    assert nameless(window) == []
    assert trap(window, page.table) == []


def _period(ctx, parent):
    with ctx.db.read() as session:
        return PeriodDialog(ctx, retention_periods.period_rows(session, TODAY)[0], parent)


def _rule(ctx, parent):
    with ctx.db.read() as session:
        return RuleDialog(ctx, parameter_rows(session, TODAY)[0], parent)


DIALOGS = {
    "a staff member": lambda ctx, parent: PersonDialog(
        "Ajouter", "Ajouter", (), parent=parent, is_set=True, has_role=True
    ),
    "a new password": lambda ctx, parent: PersonDialog(
        "Mot de passe", "Changer", ("C. Lambert",), parent=parent, is_set=True
    ),
    "a period of retention": _period,
    "a rule": _rule,
    "prerequisites": lambda ctx, parent: PrerequisitesDialog("DWWM", (), lambda _asked: None, parent),
    "skills": lambda ctx, parent: SkillsDialog(ctx, 1, "DWWM", parent),
    "a session of the jury": lambda ctx, parent: JuryDialog(ctx, 1, None, parent),
    "many people changed": lambda ctx, parent: EditDialog(ctx, _everybody(ctx), None, parent),
    "many people enrolled": lambda ctx, parent: EnrollDialog(ctx, _everybody(ctx), ((1, "C1"),), parent),
    "the texts of messages": lambda ctx, parent: TextsDialog(ctx, parent),
    "messages": lambda ctx, parent: MessagesDialog(
        ctx, (), parent, is_for_one=False, edit_texts=lambda _over: None
    ),
    "a report to submit": lambda ctx, parent: SubmitDialog(ctx, "Remettre", ("1 point",), parent),
    "a report to correct": lambda ctx, parent: SubmitDialog(
        ctx, "Corriger", (), parent, corrected=_SUBMITTED
    ),
    "the words of a report": lambda ctx, parent: ReportTextsDialog(ctx, _SUBMITTED.scope, parent),
    "a report compared": lambda ctx, parent: ComparisonDialog(_COMPARED, parent),
    "the welcome": lambda ctx, parent: WelcomeWindow(Path("centre")),
    "the keys": lambda ctx, parent: ShortcutsDialog(parent),
}


_SUBMITTED = SubmittedLine(
    id=1,
    number="RS-2026-001",
    kind="follow_up",
    title="Rapport de suivi",
    scope_text="3e trimestre 2026",
    as_of=TODAY,
    submitted_at=dt.datetime(2026, 11, 23, 9),
    submitted_by="Hélène",
    recipient="DREETS",
    base_number="RS-2026-001",
    correction=0,
    reason="",
    replaced_by=None,
    signer="",
    fingerprint="0000 0000 0000",
    sha256="0" * 64,
    program_version="0.1.0",
    data_seal="",
    data_sha256="",
    people_sha256="",
    scope=ReportScope("follow_up", TODAY, None, TODAY, TODAY),
)
_COMPARED = Comparison(
    report=_SUBMITTED,
    figures=(FigureChange("period", "B3", "Taux d’abandon", "persons", Counts(0, 1, 0, 0.0), None),),
    people=(PersonMove(1, 1, "Aubert Inès", "DWWM", ("Taux d’abandon",), (), ()),),
    hidden=0,
    rules=(),
    version="",
)


def _everybody(ctx):
    with ctx.db.read() as session:
        return list(session.scalars(select(Learner.id)))


@pytest.mark.parametrize("name", DIALOGS)
def test_every_dialog_with_fields_is_walked_by_tab_and_named(ctx, db, qtbot, name):
    make_classroom(db)
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = DIALOGS[name](ctx, parent)
    if dialog.parent() is None:
        qtbot.addWidget(dialog)
    dialog.show()
    settle(ctx, qtbot)
    assert nameless(dialog) == []
    assert trap(dialog, first_stop(dialog)) == []


def test_the_walks_find_what_has_no_name_and_what_holds_the_keys(qtbot):
    root = QWidget()
    qtbot.addWidget(root)
    layout = QVBoxLayout(root)
    named, holder = QLineEdit(), QPlainTextEdit()
    named.setAccessibleName("Nom")
    for one in (named, holder, QPushButton()):
        layout.addWidget(one)
    root.show()
    assert nameless(root) == ["QPlainTextEdit in QWidget", "QPushButton in QWidget"]
    assert any("Key_Tab stops" in said or "never comes" in said for said in trap(root, named))
