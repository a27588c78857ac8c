"""Rapports: the programme's two reports, read before they leave, then saved or printed as they were read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from gen_desktop.changes import Change
from gen_desktop.errors import AppError
from gen_desktop.jobs import Job
from gen_desktop.queries import cohorts as cohort_queries
from gen_desktop.queries import documents as document_queries
from gen_desktop.queries.cohorts import CohortSummary
from gen_desktop.queries.documents import DocumentDetail
from gen_desktop.queries.field_completeness import IncompleteField, incomplete
from gen_desktop.queries.submitted_reports import is_submitted
from gen_desktop.reports.checks import has_people
from gen_desktop.reports.registry import BuiltReport
from gen_desktop.ui import dialogs
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.job_runner import Task
from gen_desktop.ui.pages import Page, PageAction
from gen_desktop.ui.reports import scopes
from gen_desktop.ui.reports.batch_strip import BatchStrip
from gen_desktop.ui.reports.changes_page import Compared
from gen_desktop.ui.reports.checks_panel import ChecksPanel
from gen_desktop.ui.reports.desk import Desk
from gen_desktop.ui.reports.doors import Doors
from gen_desktop.ui.reports.figure_people import FigurePeople
from gen_desktop.ui.reports.issuing import Issuer
from gen_desktop.ui.reports.page_actions import NO_COMMENT, NOT_READY, report_actions
from gen_desktop.ui.reports.page_layout import WIDTH, Zoom
from gen_desktop.ui.reports.reading_keys import bind_reading
from gen_desktop.ui.reports.report_list import ReportList
from gen_desktop.ui.reports.scope_bar import ScopeBar
from gen_desktop.ui.reports.scopes import Scope
from gen_desktop.ui.reports.submitting import PAGE as SUBMITTED
from gen_desktop.ui.reports.submitting import Submitter
from gen_desktop.ui.reports.thumbnails import Thumbnails
from gen_desktop.ui.reports.viewer_bar import ViewerBar
from gen_desktop.ui.widgets.empty_state import EmptyState

REGISTER = frozenset({"issued_document"})
STATE_ZOOM = "reports/zoom"
NARROW = 1040
"""Under that width what stands beside the preview gives it some room."""


@dataclass(frozen=True)
class Shown:
    """A finished report, the scope it is about, what was already issued for it, and the fields it lacks."""

    scope: Scope
    report: BuiltReport
    issued: tuple[DocumentDetail, ...]
    lacking: tuple[IncompleteField, ...]


class ReportsPage(Page):
    """What is previewed is the very bytes that are saved and printed.

    ``show_target`` takes what scopes.scope_of_target says.
    """

    title = "Rapports"
    quiet = True

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self._cohorts: tuple[CohortSummary, ...] = ()
        self._scopes: dict[str, Scope] = {}
        self._kind = "follow_up"
        self._shown: Shown | None = None
        self._in_view: Scope | None = None
        self._task: Task | None = None
        self.list = ReportList(self)
        self.thumbnails = Thumbnails(ctx.jobs, self)
        self.scope_bar = ScopeBar(ctx.today, self)
        self.viewer_bar = ViewerBar(self)
        self.desk = Desk(ctx.jobs, self)
        self.view = self.desk.view
        self.checks = ChecksPanel(self)
        self.issuer = Issuer(ctx, self)
        self.batch_strip = BatchStrip(ctx, self)
        self.submitter = Submitter(ctx, self)
        self.doors = Doors(ctx, self)
        self.figure_people = FigurePeople(self, self.view, self.doors)
        self._layers = QStackedLayout(self)
        self._layers.addWidget(self._content())
        self._layers.addWidget(self._empty())
        self._connect()
        self.list.select(self._kind)
        self._restore_zoom()

    @property
    def shown(self) -> Shown | None:
        """The report in view, None while it is being made."""
        return self._shown

    @property
    def scope(self) -> Scope | None:
        """What is asked for, None before the cohorts are known."""
        return self._scopes.get(self._kind)

    def header_actions(self) -> list[PageAction]:
        if self._layers.currentIndex() == 1:
            return []
        return report_actions(self)

    def refresh(self, change: Change | None) -> None:
        if change is not None and change.kinds == REGISTER:
            self._reload_register()
        else:
            self.ctx.jobs.read_latest("reports.cohorts", self._load_cohorts, self._on_cohorts)

    def open_record(self, kind: str, record_id: int) -> None:
        """A document of the register: its own page if it was submitted, else its report from today's data."""
        try:
            with self.ctx.db.read() as session:
                if is_submitted(session, record_id):
                    self.go_requested.emit(SUBMITTED, record_id)
                    return
                document = document_queries.detail(session, record_id)
                cohorts = cohort_queries.summaries(session)
            scope = scopes.scope_of_document(document, {cohort.code: cohort.id for cohort in cohorts})
        except AppError as error:
            dialogs.show_error(self, error)
            return
        self.show_scope(scope)

    def show_target(self, target: object) -> None:
        scope = scopes.scope_of_target(target)
        if scope is not None:
            self.show_scope(scope)

    def show_scope(self, scope: Scope) -> None:
        """Show the report of that scope."""
        self._kind = scope.kind
        self._scopes[scope.kind] = scope
        self.list.select(scope.kind)
        if self._cohorts:  # else their arrival does the rest
            self._show_scope()

    def under_way(self) -> str:
        return self.batch_strip.under_way()

    def on_author(self) -> None:
        self.batch_strip.batch.stop()  # what is made is made in the name of whoever asked
        super().on_author()

    def dialog_doors(self) -> Mapping[str, Callable[[str], object]]:
        return self.submitter.dialog_doors()

    def save(self) -> None:
        """Ask where and write what is in view."""
        if self._shown is not None:
            self.issuer.save(self._shown.report)

    def write_texts(self) -> None:
        """Ask for what the organisation says in the report in view."""
        if self._shown is not None and not self.is_refused("report_text"):
            self.submitter.write_texts(self._shown.report)

    def save_figures(self) -> None:
        """Ask where and write the figures of what is in view."""
        if self._shown is not None:
            self.issuer.save_figures(self._shown.report)

    def save_by_cohort(self) -> None:
        """Ask where and write the report of each cohort alone."""
        scope = self._scopes[self._kind]
        wanted = scopes.by_cohort(scope, self._cohorts, self.ctx.today())
        self.batch_strip.ask(wanted, scopes.words_without_cohorts(scope))

    def submit(self) -> None:
        """Ask to whom and submit what is in view."""
        if self._shown is not None:
            self.submitter.submit(self._shown.report)

    def save_points(self) -> None:
        """Ask where and write who is behind the points of the report in view."""
        if self._shown is not None and not self.is_refused("nominative_export"):
            self.issuer.save_points(self._shown.report)

    def save_annex(self) -> None:
        """Ask where and write the names of whoever the follow-up report in view counts."""
        if self._shown is not None and not self.is_refused("nominative_export"):
            counted = scopes.counted(self.ctx.db, self._shown.scope, self.ctx.today())
            self.issuer.save_annex(self._shown.report, counted)

    @property
    def has_people_to_check(self) -> bool:
        """Whether a point of the report in view is about people."""
        return self._shown is not None and has_people(self._shown.report.checks)

    def print(self) -> None:
        """Ask how and print what is in view."""
        if self._shown is not None:
            self.issuer.print(self._shown.report, self.view.page_count)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.view.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for part in (self.list, self.checks):
            part.set_narrow(self.width() < NARROW)
        self.thumbnails.setFixedWidth(self.list.maximumWidth())

    def _load_cohorts(self, _job: Job) -> tuple[CohortSummary, ...]:
        with self.ctx.db.read() as session:
            return cohort_queries.summaries(session)

    def _on_cohorts(self, cohorts: tuple[CohortSummary, ...]) -> None:
        self._cohorts = cohorts
        today, known = self.ctx.today(), {cohort.id for cohort in cohorts}
        kept = {kind: scopes.without_lost(one, known) for kind, one in self._scopes.items()}
        usual = scopes.usual_scopes(cohorts, today)
        self._scopes = usual | {kind: one for kind, one in kept.items() if not scopes.is_void(one)}
        self.scope_bar.set_cohorts(cohorts)
        self._layers.setCurrentIndex(0 if cohorts else 1)
        if cohorts:
            self._show_scope()
        else:
            self._forget()

    @property
    def can_submit(self) -> bool:
        """The two reports of the programme are; the other papers are saved and printed."""
        return self._shown is not None and self._shown.report.content is not None

    def _show_scope(self) -> None:
        self.checks.setVisible(self._kind in scopes.CHECKED)
        self.scope_bar.show_scope(self._scopes[self._kind])
        self._rebuild()

    def _on_scope(self, scope: Scope) -> None:
        self._scopes[scope.kind] = scope
        self._rebuild()

    def _on_kind(self, kind: str) -> None:
        self._kind = kind
        if self._cohorts:
            self._show_scope()

    def _rebuild(self) -> None:
        """Make the report of the present scope; one still being made for another is given up."""
        scope = self._scopes[self._kind]
        self._forget()
        self.desk.wait()
        self.checks.set_stale()
        self._task = self.ctx.jobs.read_latest(
            "reports.build", partial(self._build, scope), self._on_built, on_error=self._on_failed
        )

    def _build(self, scope: Scope, job: Job) -> Shown:
        report = scopes.build(self.ctx.db, scope, self.ctx.today(), job)
        counted = scopes.counted(self.ctx.db, scope, self.ctx.today())
        with self.ctx.db.read() as session:
            issued = document_queries.issued_for(session, report.kind, report.scope_text)
            lacking = incomplete(session, counted)
        return Shown(scope, report, issued, lacking)

    def _on_built(self, shown: Shown) -> None:
        self._shown, self._task = shown, None
        self.desk.show_report(shown.report.data)
        self.thumbnails.set_document(shown.report.data)
        self.figure_people.show_report(shown.report)
        if shown.scope != self._in_view:  # another report is read from its beginning
            self.view.go_to_page(0)
        self._in_view = shown.scope
        self.checks.show_report(shown.report, shown.issued, shown.lacking)
        self.list.set_can_comment(self.can_submit, NO_COMMENT)
        self.viewer_bar.print_button.setEnabled(True)
        self.header_changed.emit()

    def _on_failed(self, error: Exception) -> None:
        self._task = None
        self.checks.show_waiting()
        if not isinstance(error, AppError):
            dialogs.show_error(self, error)
        words = str(error) if isinstance(error, AppError) else "Une erreur inattendue l’a interrompu."
        self.desk.show_words("Le rapport n’a pas pu être préparé", words)

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self.checks.show_waiting()
        self.desk.show_words(
            "Préparation arrêtée", "Le rapport de ce périmètre n’est pas encore fait.", "Préparer"
        )

    def _forget(self) -> None:
        """Nothing in view can be saved any more."""
        self._shown = None
        self.list.set_can_comment(False, NOT_READY)
        self.figure_people.show_report(None)
        self.viewer_bar.print_button.setEnabled(False)
        self.header_changed.emit()

    def _on_progress(self, task: Task) -> None:
        if task is self._task:
            self.desk.strip.show_step(*task.last_step)

    def _reload_register(self) -> None:
        if self._shown is None:
            return
        shown, db = self._shown, self.ctx.db

        def load(_job: Job) -> Shown:
            with db.read() as session:
                kind, scope = shown.report.kind, shown.report.scope_text
                return replace(shown, issued=document_queries.issued_for(session, kind, scope))

        self.ctx.jobs.read_latest("reports.register", load, self._on_register)

    def _on_register(self, shown: Shown) -> None:
        if self._shown is not None and shown.report is self._shown.report:
            self._shown = shown
            self.checks.show_report(shown.report, shown.issued, shown.lacking)

    def show_changes(self, since: int | dt.date | None = None) -> None:
        """What changed in the report in view since a document of the register, or a day; None: the latest."""
        if self._shown is not None and (content := self._shown.report.content) is not None:
            report = self._shown.report
            asked = Compared(content.scope, report.title, report.scope_text, since)
            self.go_requested.emit("changes", asked)

    def _on_moved(self) -> None:
        self.viewer_bar.show_place(self.view.page, self.view.page_count, self.view.scale)
        self.thumbnails.show_page(self.view.page)

    def _keep_zoom(self, zoom: Zoom) -> None:
        self.view.set_zoom(zoom)
        self.ctx.state.setValue(STATE_ZOOM, str(zoom))

    def _restore_zoom(self) -> None:
        kept = str(self.ctx.state.value(STATE_ZOOM, WIDTH))
        try:
            self.view.set_zoom(float(kept))
        except ValueError:
            self.view.set_zoom(kept)

    def _zoom_step(self, step: Callable[[], None]) -> None:
        step()
        self.ctx.state.setValue(STATE_ZOOM, str(self.view.zoom))

    def _content(self) -> QWidget:
        content = QWidget()
        bar = QHBoxLayout()
        bar.setSpacing(8)
        bar.addWidget(self.scope_bar, 1)
        bar.addWidget(self.viewer_bar)
        left = QVBoxLayout()
        left.setSpacing(10)
        left.addWidget(self.list)
        left.addWidget(self.thumbnails, 1)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addLayout(left)
        row.addWidget(self.desk, 1)
        row.addWidget(self.checks)
        layout = QVBoxLayout(content)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(bar)
        layout.addWidget(self.batch_strip)
        layout.addLayout(row, 1)
        return content

    def _empty(self) -> EmptyState:
        return EmptyState(
            "Les rapports du programme se font d’après les cohortes\u00a0: leurs apprenants, leur "
            "émargement, leur suivi. Créez une cohorte ou importez une liste, le premier rapport suivra.",
            ("Créer une cohorte", lambda: self.go_requested.emit("cohorts", "new")),
            ("Importer une liste", lambda: self.go_requested.emit("learners", "import")),
            icon="file-text",
            heading="Pas encore de cohorte",
        )

    def _connect(self) -> None:
        self.list.chosen.connect(self._on_kind)
        self.list.text_button.clicked.connect(self.write_texts)
        self.scope_bar.changed.connect(self._on_scope)
        self.desk.stopped.connect(self._stop)
        self.desk.again.connect(self._rebuild)
        self.checks.asked.connect(self.doors.open_under)
        self.checks.names_wanted.connect(self.save_points)
        self.checks.changes_wanted.connect(self.show_changes)
        self.view.moved.connect(self._on_moved)
        self.viewer_bar.zoomed.connect(self._keep_zoom)
        self.viewer_bar.print_wanted.connect(self.print)
        self.viewer_bar.larger.connect(partial(self._zoom_step, self.view.zoom_in))
        self.viewer_bar.smaller.connect(partial(self._zoom_step, self.view.zoom_out))
        self.thumbnails.chosen.connect(self.view.go_to_page)
        bind_reading(self, self.desk, self.viewer_bar)
        self.ctx.jobs.progressed.connect(self._on_progress)
