"""Every form and every dialog in which a person types more than a word: how it is reached, and typed in."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from sqlalchemy import select

from gen_desktop.models.application import Step
from gen_desktop.models.course import CertificationBlock
from gen_desktop.models.registry import Course
from gen_desktop.models.submitted_report import ReportScope
from gen_desktop.models.zoning import OfficialPlaces
from gen_desktop.queries.retention_periods import period_rows, program_rows
from gen_desktop.services.companies import CompanyInput, find_or_insert
from gen_desktop.services.funding_programs import ProgramInput, create_program
from gen_desktop.services.month_statements import send_month
from gen_desktop.services.remote_work import ActivityInput, plan_for_cohort
from gen_desktop.services.zoning_lists import ZoningListInput, add_zoning_list
from gen_desktop.ui.main_window import MainWindow
from gen_desktop.ui.ordered_dialog import OrderedDialog
from gen_desktop.ui.pages import Page
from gen_desktop.ui.placements import leaving
from gen_desktop.ui.reports.submitting import SubmitDialog
from tests import papers
from tests.ui.conftest import TODAY
from tests.ui.small_center import person, settle

MONTH = TODAY.replace(day=1)
MARK = "zibeline"
"""What is typed in every field that takes words."""
PASSWORD = "Zebre-42-vert-Pluie!"


class Desk:
    """The window, and what opens its forms."""

    def __init__(self, window: MainWindow, qtbot, folder: Path) -> None:
        self.window, self.qtbot, self.folder = window, qtbot, folder
        self.ctx, self.db = window.ctx, window.ctx.db

    def settle(self) -> None:
        settle(self.ctx, self.qtbot)

    def page(self, page_id: str) -> Page:
        page = self.window.show_page(page_id)
        self.settle()
        return page


def of_learner(gesture: str) -> Callable[[Desk], Page]:
    def open_it(desk: Desk) -> Page:
        page = desk.page("learners")
        page.select(person(desk.db, "Zimmer" if gesture == "exit" else "Aubert"))
        desk.settle()
        if gesture == "create":
            page.new_learner()
            return page
        about = page.panel._papers[0].id if gesture == "paper" else page.panel.person.current.id
        page.panel.asked.emit(gesture, about)
        return page

    return open_it


def of_list(kind: str) -> Callable[[Desk], Page]:
    def open_it(desk: Desk) -> Page:
        page = desk.page("lists")
        page.show_kind(kind)
        desk.settle()
        page.start_new()
        return page

    return open_it


def of_company(kind: str) -> Callable[[Desk], Page]:
    def open_it(desk: Desk) -> Page:
        with desk.db.write("Nommer un employeur") as session:
            company_id, _made = find_or_insert(session, CompanyInput("Datacampus", "Nevers"))
        page = desk.page("lists")
        page.resume(f"{kind}:{company_id}")
        return page

    return open_it


def of_calendar(form: str) -> Callable[[Desk], Page]:
    def open_it(desk: Desk) -> Page:
        page = desk.page("cohorts")
        page.view.select_id(page.model.id_at(0))
        desk.settle()
        row = page.panel.calendar._rows[0]
        {
            "half_day": lambda: page.calendar.open_half_day(row.id),
            "move": lambda: page.calendar.open_move(row.id),
            "many": lambda: page.calendar.open_many(row.held_on, "AM", None),
            "closure": lambda: page.calendar.open_closure(None),
            "duplicate": page.calendar.open_duplicate,
        }[form]()
        return page

    return open_it


def of_cohort(gesture: str) -> Callable[[Desk], Page]:
    def open_it(desk: Desk) -> Page:
        page = desk.page("cohorts")
        page.view.select_id(page.model.id_at(0))
        desk.settle()
        getattr(page, gesture)()
        return page

    return open_it


def of_attendance(gesture: str) -> Callable[[Desk], Page]:
    def open_it(desk: Desk) -> Page:
        page = desk.page("attendance")
        if gesture == "correct":
            send_month(desk.db, page.cohort_id, MONTH, None, TODAY, TODAY)
        page.resume(f"{gesture}:{page.cohort_id}:{MONTH}")
        return page

    return open_it


def of_remote(gesture: str) -> Callable[[Desk], Page]:
    def open_it(desk: Desk) -> Page:
        cohort_id = desk.page("attendance").cohort_id
        plan_for_cohort(desk.db, cohort_id, ActivityInput("Exercice 3", 90, TODAY, "exercise"))
        page = desk.page("remote")
        page.show_target(cohort_id)
        desk.settle()
        page.table.select_id(page.model.id_at(0))
        getattr(page, gesture)()
        return page

    return open_it


def of_satisfaction(gesture: str) -> Callable[[Desk], Page]:
    def open_it(desk: Desk) -> Page:
        page = desk.page("satisfaction")
        page.show_target(next(one.id for one in page._found.cohorts if one.code == "TSSR 2026-1"))
        desk.settle()
        page.table.select_id(page.model.id_at(0))
        getattr(page, gesture)()
        return page

    return open_it


def complaint(desk: Desk) -> Page:
    page = desk.page("complaints")
    page.start_new()
    return page


def of_application(step: str) -> Callable[[Desk], Page]:
    def open_it(desk: Desk) -> Page:
        page = desk.page("intake")
        page.table.select_id(page.model.id_at(0))
        desk.settle()
        page.take(Step(step), page.chosen())
        return page

    return open_it


def quick_entry(desk: Desk) -> Page:
    page = desk.page("intake")
    page.start_new()
    return page


def organization(desk: Desk) -> Page:
    return desk.page("organization")


def call(desk: Desk) -> Page:
    page = desk.page("placements")
    page.table.select_id(page.model.id_at(0))
    page.form.situation.answers.findChildren(QPushButton)[0].click()
    return page


def sheet(desk: Desk) -> Page:
    path = desk.folder / "feuille.pdf"
    path.write_bytes(papers.pdf(1))
    page = desk.page("sheets")
    page.take_file(path)
    desk.qtbot.waitUntil(lambda: page.form is not None)
    return page


FORMS: dict[str, Callable[[Desk], Page]] = {
    "LearnerForm": of_learner("create"),
    "ExitForm": of_learner("exit"),
    "CertificationForm": of_learner("certification"),
    "EntryForm of a person": of_learner("entry"),
    "DecisionForm": of_learner("decision"),
    "ContactsForm": of_learner("contacts"),
    "AbsenceContactForm": of_learner("absence_contact"),
    "PaperForm": of_learner("paper"),
    "FactsForm": of_learner("facts"),
    "TerritoryForm": of_learner("territory"),
    "ExemptionForm": of_learner("new_exemption"),
    "CompanyPeriodForm": of_learner("new_company_period"),
    "PlacementForm": of_learner("new_job"),
    "CourseForm": of_list("course"),
    "ProgramForm": of_list("funding_program"),
    "SiteForm": of_list("site"),
    "CompanyForm": of_company("company"),
    "HalfDayForm": of_calendar("half_day"),
    "MoveForm": of_calendar("move"),
    "ManyHalfDaysForm": of_calendar("many"),
    "ClosureForm": of_calendar("closure"),
    "DuplicateForm": of_calendar("duplicate"),
    "CohortForm, new": of_cohort("start_new"),
    "CohortForm, known": of_cohort("start_edit"),
    "SendForm": of_attendance("send"),
    "NewActivityForm": of_remote("start_new"),
    "ActivityForm": of_remote("edit"),
    "AssistanceForm": of_remote("add_help"),
    "EntryForm of a questionnaire": of_satisfaction("enter"),
    "DayForm": of_satisfaction("send"),
    "NamelessForm": of_satisfaction("send_nameless"),
    "ComplaintForm": complaint,
    "PositioningForm": of_application("position"),
    "InterviewForm": of_application("interview"),
    "VerdictForm": of_application("refuse"),
    "QuickEntry": quick_entry,
    "OrganizationForm": organization,
    "CallForm": call,
    "SheetForm": sheet,
    "CorrectionForm": of_attendance("correct"),  # last: from then on a month is locked
}


def text_fields(root: QWidget) -> list[QLineEdit | QPlainTextEdit]:
    """Where one can write, now."""
    found = [*root.findChildren(QLineEdit), *root.findChildren(QPlainTextEdit)]
    return [
        one
        for one in found
        if not one.isReadOnly()
        and one.isEnabled()
        and one.isVisibleTo(root)
        and not isinstance(one.parent(), QComboBox)
        and not (isinstance(one, QLineEdit) and one.echoMode() != QLineEdit.EchoMode.Normal)
    ]


def type_in(root: QWidget) -> list[str]:
    """Write something else in each field; what they hold then."""
    fields = text_fields(root)
    for at, field in enumerate(fields):
        words = (
            f"{at % 10}" if isinstance(field, QLineEdit) and field.maxLength() == 1 else f"{at % 10} {MARK}"
        )
        field.setText(words) if isinstance(field, QLineEdit) else field.setPlainText(words)
    return [text_of(field) for field in fields]


def text_of(field: QLineEdit | QPlainTextEdit) -> str:
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def form_of(page: Page) -> QWidget | None:
    """The form that a page shows."""
    for find in (
        lambda: page.open_form() or page.calendar.form,
        lambda: page.side.shown,
        lambda: page._form[1] if page._form is not None else page.quick if page.quick.isVisible() else None,
        lambda: page._form[1] if page._form is not None else None,
        lambda: page.form,
    ):
        try:
            return find()
        except AttributeError:
            continue
    return None


def skills(desk: Desk) -> Page:
    with desk.db.write("Ajouter un bloc") as session:
        course_id = session.scalars(select(Course.id)).first()
        session.add(CertificationBlock(course_id=course_id, position=1, code="B1", title="Développer"))
    page = desk.page("lists")
    page.show_kind("course")
    desk.settle()
    page.table.select_id(course_id)
    page.edit_skills()
    return page


def prerequisites(desk: Desk) -> Page:
    page = desk.page("intake")
    page.edit_prerequisites()
    return page


def jury(desk: Desk) -> Page:
    page = desk.page("assessments")
    page.edit_jury(None)
    return page


def rule(desk: Desk) -> Page:
    page = desk.page("rules")
    page.list.select(0)
    page.edit()
    return page


def period(desk: Desk) -> Page:
    page = desk.page("privacy")
    with desk.db.read() as session:
        row = period_rows(session, TODAY)[0]
    page.edit_period(row)
    return page


def payment(desk: Desk) -> Page:
    create_program(desk.db, ProgramInput("GEN 2026", "GEN 2026"))
    page = desk.page("privacy")
    with desk.db.read() as session:
        row = program_rows(session)[0]
    page.edit_program(row)
    return page


def zoning_list(desk: Desk) -> Page:
    values = ZoningListInput("FRR", "FRR 2026", dt.date(2026, 1, 1))
    add_zoning_list(desk.db, values, OfficialPlaces({"58194": "FRR"}), TODAY)
    page = desk.page("references")
    page.table.select_id(page.model.id_at(0))
    page.edit()
    return page


def message_texts(desk: Desk) -> Page:
    page = desk.page("placements")
    leaving.edit_texts(page)
    return page


def report_texts(desk: Desk) -> Page:
    page = desk.page("reports")
    page.submitter._ask_texts(SCOPE)
    return page


def to_submit(desk: Desk) -> Page:
    page = desk.page("reports")
    page.in_dialogs.run("submit", SCOPE.text_key, SubmitDialog(desk.ctx, "Remettre", (), page))
    return page


SCOPE = ReportScope("follow_up", TODAY, None, TODAY, TODAY)
DIALOGS: dict[str, Callable[[Desk], Page]] = {
    "SkillsDialog": skills,
    "PrerequisitesDialog": prerequisites,
    "JuryDialog": jury,
    "RuleDialog": rule,
    "PeriodDialog": period,
    "ProgramDialog": payment,
    "ListDialog": zoning_list,
    "TextsDialog": message_texts,
    "TextsDialog of a report": report_texts,
    "SubmitDialog": to_submit,
}


def type_in_dialog(dialog: QDialog) -> object:
    """Write in each field, or add a line to the list; what the dialog holds then."""
    if isinstance(dialog, OrderedDialog):
        dialog.add()
        dialog.show_lines(json.loads(json.dumps(dialog.lines()).replace("Nouve", f"{MARK} ")))
    else:
        type_in(dialog)
    return dialog.held()
