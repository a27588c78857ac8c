"""Importer une liste: choose it, see what it would do, write it or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from gen_desktop.changes import Change
from gen_desktop.errors import AppError, Conflict, InvalidInput
from gen_desktop.jobs import Job
from gen_desktop.queries import cohorts as cohort_queries
from gen_desktop.queries.imported import Fate, fate
from gen_desktop.ui import dialogs
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.dropping import TakesFiles
from gen_desktop.ui.imports import saving, work
from gen_desktop.ui.imports.choose import ChoosePane
from gen_desktop.ui.imports.doors import DUPLICATES, door
from gen_desktop.ui.imports.kinds import KINDS
from gen_desktop.ui.imports.progress import ReadingPane
from gen_desktop.ui.imports.work import Reading, Request, Written
from gen_desktop.ui.job_runner import Task
from gen_desktop.ui.pages import PageAction

if TYPE_CHECKING:  # they bring the readers of lists, which come with the first list read
    from gen_desktop.importing.choices import Choices
    from gen_desktop.ui.imports.done import DonePane
    from gen_desktop.ui.imports.preview import PreviewPane
    from gen_desktop.ui.imports.reports_pane import ReportsPane

PROGRESS_DELAY_MS = 250
FORGET_AFTER_MS = 1500
FOLDER_KEY = "imports/folder"


class ImportsPage(TakesFiles):
    """Targets: a kind of list (``"learners"``, ``"attendance"``, ``"follow-ups"``), or ``(kind, cohort id)``.

    ``state``: "choose", "preview", "done", with "reading" in between; "reports" beside them.
    """

    title = "Importer une liste"
    quiet = True

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self._path: Path | None = None
        self._reading: Reading | None = None
        self._reason = ""
        self._written: Written | None = None
        self._task: Task | None = None
        self._is_writing = False
        self._codes: dict[int, str] = {}
        self._wanted_cohort: int | None = None
        self._preview: PreviewPane | None = None
        self._done: DonePane | None = None
        self._reports: ReportsPane | None = None
        self.choose = ChoosePane()
        self.progress = ReadingPane()
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.choose)
        self._stack.addWidget(self.progress)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(PROGRESS_DELAY_MS)
        self.setAcceptDrops(True)
        self._connect()

    @property
    def state(self) -> str:
        """What the page shows."""
        shown = self._stack.currentWidget()
        panes = {
            "reading": self.progress,
            "preview": self._preview,
            "done": self._done,
            "reports": self._reports,
        }
        return next((name for name, pane in panes.items() if pane is shown), "choose")

    @property
    def preview(self) -> PreviewPane:
        """The pane of the second state, built with the first list read."""
        return self._build_preview()

    def _build_preview(self) -> PreviewPane:
        if self._preview is None:
            from gen_desktop.ui.imports.preview import PreviewPane

            self._preview = pane = PreviewPane()
            pane.reread_wanted.connect(self.read_again)
            pane.other_file_wanted.connect(self._back_to_choice)
            pane.errors_wanted.connect(self._save_errors)
            pane.forget_wanted.connect(self._forget_columns)
            pane.choices_made.connect(self._on_choices)
            self._stack.addWidget(pane)
        return self._preview

    @property
    def done(self) -> DonePane:
        """The pane of the last state."""
        if self._done is None:
            from gen_desktop.ui.imports.done import DonePane

            self._done = pane = DonePane()
            pane.undo_wanted.connect(self.undo_requested)
            pane.door_wanted.connect(self._go_through_door)
            pane.cohort_wanted.connect(partial(self.open_requested.emit, "cohort"))
            pane.doubts_wanted.connect(partial(self.go_requested.emit, DUPLICATES, None))
            pane.report_wanted.connect(partial(self.show_reports, latest=True))
            pane.again_wanted.connect(self.start_over)
            self._stack.addWidget(pane)
        return self._done

    @property
    def _is_busy(self) -> bool:
        return self._task is not None or self._is_writing

    def subtitle(self) -> str:
        if self.state == "reports":
            return "Imports faits"
        plan = self._reading.plan if self._reading is not None else None
        return KINDS[plan.kind].title if plan is not None and self.state == "preview" else ""

    def header_actions(self) -> Sequence[PageAction]:
        if self.state == "reports":
            return (PageAction("Retour à l’import", self._leave_reports),)
        back = PageAction("Retour", self.back_requested.emit)
        if self.state == "choose":
            return (back, PageAction("Imports faits…", self.show_reports))
        if self.state != "preview":
            return (back,)
        write = PageAction(
            "Importer",
            self.write,
            primary=True,
            shortcut="save_next",
            enabled=not (self._reason or self._is_busy),
            tooltip=self._reason,
        )
        return (back, write)

    def refresh(self, change: Change | None) -> None:
        self.ctx.jobs.read_latest("imports.cohorts", self._load_cohorts, self._on_cohorts)
        if self._written is not None:
            self._ask_fate(self._written)
        if self._reports is not None and self.state == "reports":
            self._reports.reload()

    def on_author(self) -> None:
        if self.state in ("reading", "preview") and not self._is_writing:
            self.start_over()  # what the list changes of people may not be for the next person
        super().on_author()

    def show_target(self, target: object) -> None:
        """Begin with that kind of list; an import shown and not yet written stays, if it is of that kind."""
        kind, cohort_id = target if isinstance(target, tuple) and len(target) == 2 else (target, None)
        if not isinstance(kind, str) or kind not in KINDS:
            return
        plan = self._reading.plan if self._reading is not None else None
        if self.state == "preview" and plan is not None and plan.kind == kind and cohort_id is None:
            return
        self.start_over()
        self.choose.set_kind(kind)
        self._wanted_cohort = cohort_id if isinstance(cohort_id, int) else None
        self._choose_wanted_cohort()

    def start_over(self) -> None:
        """Back to the first state, with no file."""
        self.cancel_reading()
        self._reading = self._written = None
        self._set_path(None)
        self._show(self.choose)

    def choose_file(self) -> None:
        """Ask for a file, and read it."""
        kept = str(self.ctx.state.value(FOLDER_KEY, ""))
        chosen = dialogs.open_file(
            self, "Choisir la liste", dialogs.EXCEL_OR_CSV, Path(kept) if kept else None
        )
        if chosen is not None:
            self.ctx.state.setValue(FOLDER_KEY, str(chosen.parent))
            self.read_file(chosen)

    def read_file(self, path: Path) -> None:
        """Read that list as the choices say, and show what it would do."""
        self._set_path(path)
        self._read_chosen()

    def read_again(self) -> None:
        """Read the same file once more, as it is now."""
        if self._reading is not None:
            self._read(self._reading.request)

    def cancel_reading(self) -> None:
        """Give up the reading under way; what was shown before comes back."""
        task, self._task = self._task, None
        self._slow.stop()
        if task is not None:
            task.cancel()
            self._show_before()

    def write(self) -> None:
        """Write what is shown, all or nothing."""
        reading = self._reading
        if reading is None or self._is_busy or self._reason:
            return
        self._is_writing = True
        self.header_changed.emit()
        self.ctx.jobs.write(
            f"Importer {reading.request.path.name}",
            partial(work.apply_reading, self.ctx.db, reading),
            self._on_written,
            on_error=self._on_write_failed,
            on_cancelled=self._on_write_cancelled,
            parent=self,
        )

    def may_take_files(self) -> bool:
        return not self._is_busy

    def show_over(self, over: bool) -> None:
        self.choose.zone.set_over(over)

    def take_file(self, path: Path) -> None:
        if self.state in ("done", "reports"):
            self.start_over()
        self.read_file(path)

    def show_reports(self, *, latest: bool = False) -> None:
        """The imports made, and what became of each line; ``latest`` selects the last one."""
        if self._reports is None:
            from gen_desktop.ui.imports.reports_pane import ReportsPane

            self._reports = ReportsPane(self)
            self._stack.addWidget(self._reports)
        self._reports.reload(latest=latest)
        self._show(self._reports)

    def _connect(self) -> None:
        self.choose.file_wanted.connect(self.choose_file)
        self.choose.read_wanted.connect(self._read_chosen)
        self.choose.blank_wanted.connect(self._write_blank)
        self.progress.cancel_wanted.connect(self.cancel_reading)
        self._slow.timeout.connect(self._show_progress)
        self.ctx.jobs.progressed.connect(self._on_progressed)

    def _read_chosen(self) -> None:
        if self._path is not None:
            kind = KINDS[self.choose.kind].code
            cohort_code, sheet = self.choose.cohort_code, self.choose.sheet
            self._read(work.first_request(kind, self._path, cohort_code, sheet))

    def _read(self, request: Request, said: str = "") -> None:
        if self._task is not None:
            self._task.cancel()
        self._build_preview()  # now: once the list is read, nobody should wait for it
        self.progress.begin(request.path.name)
        self._slow.start()
        self._task = self.ctx.jobs.read(
            partial(work.read_list, self.ctx.db, request, self.ctx.today()),
            partial(self._on_read, said),
            on_error=self._on_read_failed,
            name="imports.read",
        )
        self.header_changed.emit()

    def _on_progressed(self, task: Task) -> None:
        if task is self._task:
            self.progress.set_step(*task.last_step)

    def _show_progress(self) -> None:
        if self._task is not None:
            self._show(self.progress)

    def _on_read(self, said: str, reading: Reading) -> None:
        self._task = None
        self._slow.stop()
        if reading.plan is None and self._reading is not None and reading.has_other_titles(self._reading):
            # A line that holds no titles was pointed at: what was read before is still there.
            self._reason = self.preview.show_reading(self._reading, " ".join(reading.sentences))
            self._show(self.preview)
            return
        if reading.plan is None:
            self._reading = None
            self._show(self.choose)
            self.choose.show_refusal(reading.sentences, reading.sheets, reading.request.choices.sheet)
            return
        self._written = None
        self._reason = self.preview.show_reading(reading, said)
        self._keep(reading)
        self._show(self.preview)

    def _keep(self, reading: Reading | None) -> None:
        """Hold that list; the one before, which may have thousands of rows, is freed beside the window."""
        held = [self._reading]
        self._reading = reading
        forget = partial(self.ctx.jobs.read, partial(work.forget, held), name="imports.forget")
        QTimer.singleShot(FORGET_AFTER_MS, self, forget)  # once what comes next is shown

    def _on_read_failed(self, error: Exception) -> None:
        self._task = None
        self._slow.stop()
        if isinstance(error, AppError):
            self._reading = None
            self._show(self.choose)
            self.choose.show_refusal((str(error),), ())
        else:
            self._show_before()
            dialogs.show_error(self, error)

    def _leave_reports(self) -> None:
        self._show(self.done if self._written is not None else self.choose)

    def _show_before(self) -> None:
        self._show(self.preview if self._reading is not None else self.choose)

    def _on_written(self, written: Written) -> None:
        self._is_writing = False
        self._written = written
        self.preview.clear()
        self._keep(None)
        self._set_path(None)
        self.done.show_written(written)
        self._show(self.done)
        self.done.door_button.setFocus()
        self.ctx.changes.publish(written.change)

    def _on_write_failed(self, error: Exception) -> None:
        self._is_writing = False
        self.header_changed.emit()
        if self._reading is not None and isinstance(error, Conflict | InvalidInput):
            said = f"{error} La liste a été relue\u00a0: rien n’a été importé, vérifiez avant de recommencer."
            self._read(self._reading.request, said)
        else:
            dialogs.show_error(self, error)

    def _on_write_cancelled(self) -> None:
        self._is_writing = False
        self.header_changed.emit()
        self.tell("Import annulé\u00a0: rien n’a été écrit.")

    def _on_choices(self, choices: Choices) -> None:
        """The list is to be read in another way."""
        if self._reading is not None:
            self._read(replace(self._reading.request, choices=choices))

    def _forget_columns(self) -> None:
        reading = self._reading
        if reading is None or reading.plan is None:
            return
        self.ctx.jobs.write(
            "Oublier la lecture des colonnes",
            partial(work.forget_columns, self.ctx.db, reading.plan),
            lambda _done: self.read_again(),
            on_error=partial(dialogs.show_error, self),
            parent=self,
        )

    def _save_errors(self) -> None:
        if self._reading is not None:
            saving.save_errors(self, self._reading)

    def _write_blank(self) -> None:
        folder = Path(str(self.ctx.state.value(FOLDER_KEY, "")))
        saving.save_blank(self, KINDS[self.choose.kind], folder)

    def _back_to_choice(self) -> None:
        self._reading = None
        self._show(self.choose)

    def _set_path(self, path: Path | None) -> None:
        self._path = path
        self.choose.set_file(path)

    def _show(self, pane: QWidget) -> None:
        self._stack.setCurrentWidget(pane)
        self.header_changed.emit()

    def _go_through_door(self) -> None:
        if self._written is not None:
            self.go_requested.emit(*door(self._written))

    def _load_cohorts(self, _job: Job) -> dict[int, str]:
        with self.ctx.db.read() as session:
            return {one.id: one.code for one in cohort_queries.summaries(session)}

    def _on_cohorts(self, codes: dict[int, str]) -> None:
        self._codes = codes
        self.choose.set_cohorts(list(codes.values()))
        self._choose_wanted_cohort()

    def _choose_wanted_cohort(self) -> None:
        """The cohort that another page pointed at, as soon as its code is known."""
        if self._wanted_cohort is None:
            return
        if self._wanted_cohort in self._codes:
            self.choose.cohorts.set_code(self._codes[self._wanted_cohort])
            self._wanted_cohort = None

    def _ask_fate(self, written: Written) -> None:
        change_set_id = written.change_set_id
        if change_set_id is None:
            return

        def ask(_job: Job) -> Fate:
            with self.ctx.db.read() as session:
                return fate(session, change_set_id)

        self.ctx.jobs.read_latest("imports.fate", ask, self.done.show_fate)
