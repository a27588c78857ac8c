"""Apprenants: everybody in one list, the person selected beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from gen_desktop.changes import Change
from gen_desktop.errors import AppError, NotFound
from gen_desktop.queries import learners as queries
from gen_desktop.queries.attached_documents import paper
from gen_desktop.queries.learner_list import LearnerRow
from gen_desktop.queries.learners import EnrollmentDetail, LearnerDetail
from gen_desktop.services import enrollments
from gen_desktop.services.attached_documents import Source
from gen_desktop.services.placements import confirm_placement
from gen_desktop.ui import actions, dialogs
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.deletion import ask_and_delete
from gen_desktop.ui.draft import Draft
from gen_desktop.ui.learners.absence_contacts import DELETE as DELETE_CONTACT
from gen_desktop.ui.learners.attendance_tab import NO_NEWS_GESTURE
from gen_desktop.ui.learners.beside import Beside, FormKey, read_key
from gen_desktop.ui.learners.bulk.many import ManyPeople
from gen_desktop.ui.learners.bulk.sum_panel import SumPanel
from gen_desktop.ui.learners.esf_form import EsfForm
from gen_desktop.ui.learners.exit_form import NEW_JOB, NOTE_JOB, ExitForm
from gen_desktop.ui.learners.facts_form import FactsForm
from gen_desktop.ui.learners.learner_form import LearnerForm
from gen_desktop.ui.learners.panel import LearnerPanel
from gen_desktop.ui.learners.paper_gestures import PaperGestures
from gen_desktop.ui.learners.path_forms import (
    CertificationForm,
    DecisionForm,
    EnrollForm,
    EntryForm,
)
from gen_desktop.ui.learners.people_list import SEVERAL, PeopleList
from gen_desktop.ui.learners.person_forms import FORMS
from gen_desktop.ui.learners.person_privacy import PersonPrivacy
from gen_desktop.ui.learners.record_form import RecordForm
from gen_desktop.ui.learners.territory_form import TerritoryForm
from gen_desktop.ui.learners.views_menu import ViewsMenu
from gen_desktop.ui.pages import Page, PageAction
from gen_desktop.ui.paper_target import PAGE as PAPERS
from gen_desktop.ui.paper_target import PaperTarget
from gen_desktop.ui.sheet_target import PAGE as SHEETS
from gen_desktop.ui.sheet_target import SheetTarget

PANEL_WIDTH = 344
ONE_BY_ONE = "Les fiches se suppriment une par une\u00a0: n’en choisissez qu’une."
SETTLE_FIRST = "Enregistrez-la, ou abandonnez ce qui est saisi, avant de la supprimer."


class LearnersPage(Page):
    """Emits ``go_requested("imports", "learners")`` for the import of a list."""

    title = "Apprenants"
    kinds = frozenset(
        {"learner", "enrollment", "sensitive_facts", "cohort", "attendance", "certification", "block_result"}
        | {"follow_up", "placement", "company", "class_session", "course", "funding_program", "site"}
        | {"saved_view"}
        | {"attached_document", "contact_point", "consent", "exemption", "company_period", "absence_contact"}
    )

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self.people = PeopleList(ctx, self)
        self.filters, self.model, self.table = self.people.filters, self.people.model, self.people.table
        self.views = ViewsMenu(self, self.people)
        self.panel = LearnerPanel(ctx)
        self.sum = SumPanel()
        self.privacy = PersonPrivacy(self)
        self.many = ManyPeople(self, self.people)
        self.papers = PaperGestures(self, self.panel.papers)
        self._beside = Beside(self.panel, self.sum)
        self._lay_out()
        self._connect()

    def header_actions(self) -> Sequence[PageAction]:
        main = self._beside.form is None  # else the filled button is the one that saves the form
        bring = PageAction("Importer", self._import, icon="upload", shortcut="import")
        new = PageAction("Nouvel apprenant", self.new_learner, icon="plus", primary=main, shortcut="new")
        return (
            self.views.action(),
            self.many.action(),
            self.allowed(bring, "learner", "enrollment"),
            self.allowed(new, "learner"),
        )

    def subtitle(self) -> str:
        return self.views.subtitle()

    def on_author(self) -> None:
        self._beside.close_form()  # it may show what the next person is not shown
        self.many.show_rights()
        super().on_author()

    def refresh(self, change: Change | None) -> None:
        if change is not None:
            self.model.refresh_rows(change.ids)
        self._show_selected()
        self.people.load()

    def open_record(self, kind: str, record_id: int) -> None:
        """Show a person, the one of an enrollment, or a paper where it is: among those of its person."""
        learner_id: int | None = record_id
        try:
            with self.ctx.db.read() as session:
                if kind == "enrollment":
                    learner_id = queries.learner_of_enrollment(session, record_id)
                elif kind == "attached_document":
                    learner_id = paper(session, record_id).learner_id
        except AppError as error:
            dialogs.show_error(self, error)
            return
        if learner_id is None:
            return
        if kind == "attached_document":
            self.panel.point_at_paper(record_id)
        self.select(learner_id)

    def show_target(self, target: object) -> None:
        """``"new"``, ``("cohort", id)``, ``(tab, learner id)``, or the ids of whom a figure counts."""
        match target:
            case "new":
                self.new_learner()
            case ("cohort", int() as cohort_id):
                self.filters.show_cohort(cohort_id)
            case ("path" | "placement" as tab_id, int() as learner_id):
                self.select(learner_id)
                self.panel.select_tab(tab_id)
            case ("absences", *people):
                self.filters.point_at([one for one in people if isinstance(one, int)])
                self.panel.select_tab("attendance")
            case tuple() | list():
                self.filters.point_at([one for one in target if isinstance(one, int)])

    def drafts(self) -> Mapping[str, Draft]:
        return self._beside.drafts()

    def take_drafts(self, drafts: Mapping[str, Draft]) -> None:
        self._beside.take_drafts(drafts)

    def drop_drafts(self) -> None:
        self._beside.drop_drafts()

    def resume(self, form: str) -> None:
        learner_id = read_key(form)[1]
        if learner_id is None:
            self.new_learner()
        elif learner_id == self.people.table.selected_id():
            self._show(learner_id)
        else:
            self.select(learner_id)

    def select(self, learner_id: int) -> None:
        """Show that person, taking the filters off if they hide her."""
        self.people.select(learner_id)

    def new_learner(self) -> None:
        """Open the form of somebody new; what was typed in it before is still there."""
        if not self.is_refused("learner"):
            self._open(("create", None, None), lambda: LearnerForm(self.ctx, None, self.people.cohorts))

    def edit(self) -> None:
        """Turn the panel into the form of the person selected; several are changed together."""
        if self._beside.is_several:
            self.many.edit()
            return
        person = self.panel.person
        if person is not None and person.erased_on is None and not self.is_refused("learner"):
            self._open(("edit", person.id, None), lambda: LearnerForm(self.ctx, person))

    def delete(self) -> None:
        """Delete the person selected, after the question; what is typed about her must be settled first."""
        person = self.panel.person
        if self._beside.is_several:
            self.tell(ONE_BY_ONE)
            return
        if person is None or self.is_refused("learner"):
            return
        name = f"{person.last_name} {person.first_name}"
        position = self.model.position_of(person.id)
        if not self._is_settled(person) or not ask_and_delete(self, "learner", person.id, name):
            return
        if position is not None:
            self.people.select_after_load(self.model.id_at(position + 1) or self.model.id_at(position - 1))

    def _is_settled(self, person: LearnerDetail) -> bool:
        """Nothing is being typed about that person; otherwise it is said, and nothing is deleted."""
        is_typed = self._beside.is_typing_about(person.id)
        if is_typed:
            name = f"{person.last_name} {person.first_name}"
            dialogs.inform(self, f"La fiche de {name} est en cours de saisie.", SETTLE_FIRST)
        return not is_typed

    @property
    def form(self) -> RecordForm | None:
        """The form shown in the place of the panel, None while reading."""
        return self._beside.form

    def _on_row(self, row: LearnerRow | None) -> None:
        self._show(row.id if row is not None else None)

    def _show_selected(self) -> None:
        self._show(self.table.selected_id())

    def _on_several(self, count: int) -> None:
        """Several people: their sum in the place of one of them."""
        if count >= SEVERAL:
            self._beside.close_form()
            self._beside.show_several()
            self.many.show_sum(self.sum.wait, self.sum.show_sum)
        elif self._beside.is_several:
            self._beside.show_one()
            self._show_selected()

    def _show(self, learner_id: int | None) -> None:
        """That person in the panel; her form if she has one unfinished."""
        if self._beside.is_several or self._beside.stays_for(learner_id):
            return
        try:
            self.panel.show_learner(learner_id)
        except NotFound:
            self.panel.show_learner(None)
        except AppError as error:
            dialogs.show_error(self, error)
            return
        self._beside.close_form()
        if learner_id is not None:
            self.record_shown.emit("learner", learner_id)
        unfinished = self._beside.unfinished(learner_id)
        if unfinished is not None:
            self._on_asked(unfinished[0], unfinished[2])

    def _on_asked(self, gesture: str, enrollment_id: int | None) -> None:
        person = self.panel.person
        if person is None:
            return
        if gesture == "edit":
            self.edit()
        elif gesture == "delete":
            self.delete()
        elif gesture == "privacy_export":
            self.privacy.export(person.id)
        elif gesture == "privacy_erase":
            self.privacy.erase(person.id)
        elif gesture == DELETE_CONTACT:
            what = f"ce contact avec {person.last_name} {person.first_name}"
            ask_and_delete(self, "absence_contact", enrollment_id or 0, what)
        elif gesture == "placement_confirm":
            self._confirm_placement(enrollment_id or 0)
        elif gesture == "sheets":
            if person.enrollments:  # the latest
                latest = person.enrollments[0]
                target = SheetTarget(latest.cohort_id, enrollment_id=latest.id)
                self.go_requested.emit(SHEETS, target)
        elif gesture in FORMS:
            table, build = FORMS[gesture]
            if person.erased_on is None and not self.is_refused(table):
                key = (gesture, person.id, enrollment_id)
                self._open(key, lambda: build(self.ctx, person, enrollment_id or 0))
        elif gesture.startswith("paper_"):
            self.papers.do(gesture, person.id, enrollment_id)
        elif gesture not in ("enrollment_history", "issue_papers") and self._is_path_refused(gesture):
            return
        elif gesture == "issue_papers":
            self._issue_papers(person, enrollment_id)
        elif gesture == "enroll":
            key = ("enroll", person.id, None)
            self._open(key, lambda: EnrollForm(self.ctx, person, self.people.cohorts))
        else:
            enrollment = next((one for one in person.enrollments if one.id == enrollment_id), None)
            if enrollment is not None:
                self._on_path(gesture, person, enrollment)

    def _confirm_placement(self, placement_id: int) -> None:
        """The job goes on today: a call settled for a horizon need not be made again."""
        if self.is_refused("placement"):
            return
        try:
            self.ctx.changes.publish(confirm_placement(self.ctx.db, placement_id, self.ctx.today()))
        except AppError as error:
            dialogs.show_error(self, error)

    def _issue_papers(self, person: LearnerDetail, enrollment_id: int | None) -> None:
        """Certificates and attestations of the person, in the cohort she is or was in."""
        cohort_id = next((one.cohort_id for one in person.enrollments if one.id == enrollment_id), None)
        self.go_requested.emit(PAPERS, PaperTarget(cohort_id=cohort_id, learner_ids=(person.id,)))

    def _on_dropped(self, found: Sequence[Source]) -> None:
        if self.panel.person is not None:
            self.papers.drop(self.panel.person.id, found)

    def _paste(self) -> None:
        """In the tab of the papers only: elsewhere a paper would come in unseen."""
        person = self.panel.person
        if self.form is None and person is not None and self.panel.current_tab() == "papers":
            self.papers.paste(person.id)

    def _is_path_refused(self, gesture: str) -> bool:
        tables = {"certification": "certification", "esf": "sensitive_facts"}
        return self.is_refused(tables.get(gesture, "enrollment"))

    def _on_path(self, gesture: str, person: LearnerDetail, enrollment: EnrollmentDetail) -> None:
        forms: dict[str, Callable[[AppContext, LearnerDetail, EnrollmentDetail], RecordForm]] = {
            "exit": ExitForm,
            NO_NEWS_GESTURE: partial(ExitForm, no_news=True),
            "certification": CertificationForm,
            "entry": EntryForm,
            "decision": DecisionForm,
            "territory": TerritoryForm,
            "facts": FactsForm,
            "esf": EsfForm,
        }
        writes = {"cancel_exit": enrollments.cancel_exit, "no_show": enrollments.record_no_show}
        name = f"{person.last_name} {person.first_name}"
        if gesture == "enrollment_history":
            target = ("enrollment", enrollment.id, f"{name} en {enrollment.cohort_code}")
            self.go_requested.emit("history", target)
        elif gesture == "delete_enrollment":
            what = f"l’inscription de {name} en {enrollment.cohort_code}"
            if self._is_settled(person):
                ask_and_delete(self, "enrollment", enrollment.id, what)
        elif gesture in forms:
            build = partial(forms[gesture], self.ctx, person, enrollment)
            self._open((gesture, person.id, enrollment.id), build)
        else:
            try:
                self.ctx.changes.publish(writes[gesture](self.ctx.db, enrollment.id))
            except AppError as error:
                dialogs.show_error(self, error)

    def _open(self, key: FormKey, build: Callable[[], RecordForm]) -> None:
        if self._beside.is_several:
            self.table.keep_current()

        def made() -> RecordForm:
            form = build()
            if isinstance(form, LearnerForm):
                form.open_double.connect(self.select)
            return form

        try:
            self._beside.open(key, made)
        except NotFound as error:  # what the form is about was taken away meanwhile
            dialogs.show_error(self, error)

    def _on_saved(self, change: Change) -> None:
        form = self._beside.form
        job_of = form.job_to_note if isinstance(form, ExitForm) else None
        self._beside.drop_form()
        self.table.setFocus()
        if change.created_id is not None and "learner" in change.kinds:
            self.people.select_after_load(change.created_id)
        if change.kinds:
            self.ctx.changes.publish(change)
        if (
            job_of is not None
            and NEW_JOB in FORMS
            and dialogs.ask(self, NOTE_JOB, yes="Noter l’emploi", no="Plus tard")
        ):
            self._on_asked(NEW_JOB, job_of)

    def _on_left(self) -> None:
        self._beside.drop_form()
        self._show_selected()
        self.table.setFocus()

    def _import(self) -> None:
        self.go_requested.emit("imports", "learners")

    def _lay_out(self) -> None:
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(12)
        split.addWidget(self.people)
        split.addWidget(self._beside)
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 0)
        split.setSizes([760, PANEL_WIDTH])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.filters)
        layout.addWidget(split, 1)

    def _connect(self) -> None:
        self.people.row_selected.connect(self._on_row)
        self.people.row_activated.connect(self.edit)
        self.people.several.connect(self._on_several)
        self.people.import_asked.connect(self._import)
        self.people.new_asked.connect(self.new_learner)
        self.people.told.connect(self.tell)
        self.views.changed.connect(self.header_changed)
        self._beside.changed.connect(self.header_changed)
        self._beside.saved.connect(self._on_saved)
        self._beside.left.connect(self._on_left)
        self.panel.asked.connect(self._on_asked)
        self.panel.dropped.connect(self._on_dropped)
        actions.make(self, "paste_paper", self._paste)
        actions.make(self, "edit", self.edit)
        actions.make(self.table, "delete_learner", self.delete)
        actions.make(self, "filter", self.filters.open_text)
