"""Vie privée: how long people's data are kept, who should leave, what was erased and what went out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QButtonGroup, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.jobs import Job
from gen_desktop.queries.retention import Missing
from gen_desktop.queries.retention_periods import PeriodRow, ProgramRow, period_rows, program_rows
from gen_desktop.services.retention import Purged, hold_review, purge, reset_period
from gen_desktop.ui import dialogs
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.pages import Page, PageAction
from gen_desktop.ui.privacy import words, work
from gen_desktop.ui.privacy.edit import PeriodDialog, ProgramDialog
from gen_desktop.ui.privacy.lists import PeriodsList, ProgramsList, erasures_list, exports_list
from gen_desktop.ui.privacy.review import ReviewView
from gen_desktop.ui.privacy.work import DocumentKind, PrivacyData
from gen_desktop.ui.safekeeper import now_here, second_place
from gen_desktop.ui.widgets.basics import set_refusal
from gen_desktop.ui.widgets.chips import ChipBar, ToggleChip
from gen_desktop.ui.widgets.edit_dialog import EditDialog

SECTIONS = (
    ("review", "Qui devrait partir"),
    ("periods", "Durées de conservation"),
    ("programs", "Programmes et versements"),
    ("erasures", "Effacements"),
    ("exports", "Exports avec des noms"),
)
DOCUMENTS: dict[DocumentKind, tuple[str, str]] = {
    "register": ("Registre des traitements…", "registre-des-traitements"),
    "breach": ("Feuille en cas de violation…", "violation-de-donnees"),
}


class PrivacyPage(Page):
    """Pointed at (``show_target``) with the id of a section, it shows that one."""

    title = "Vie privée"
    kinds = frozenset(
        {"retention_period", "retention_review", "funding_program", "enrollment", "learner", "cohort"}
        | {"erasure", "nominative_export", "issued_document"}
    )

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self._data: PrivacyData | None = None
        self.chips = {section: ToggleChip(text, self) for section, text in SECTIONS}
        group = QButtonGroup(self)
        for section, chip in self.chips.items():
            group.addButton(chip)
            chip.clicked.connect(partial(self.show_section, section))
        self.review = ReviewView(ctx)
        self.periods = PeriodsList()
        self.programs = ProgramsList()
        self.erasures = erasures_list()
        self.exports = exports_list()
        self._views: dict[str, QWidget] = {
            "review": self.review,
            "periods": self.periods,
            "programs": self.programs,
            "erasures": self.erasures,
            "exports": self.exports,
        }
        self._stack = QStackedWidget()
        for view in self._views.values():
            self._stack.addWidget(view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(ChipBar(*self.chips.values()))
        layout.addWidget(self._stack, 1)
        self._connect()
        self.show_section("review")

    def header_actions(self) -> Sequence[PageAction]:
        due = 0 if self._data is None else len(self._data.found.due)
        ready = self._data is not None and self._data.is_reviewed
        count = french.plural(due, "personne")
        documents = [PageAction(text, partial(self.write, kind)) for kind, (text, _) in DOCUMENTS.items()]
        erase = PageAction(
            f"Effacer {count}…" if due else "Effacer…",
            self.purge,
            icon="trash",
            enabled=bool(due) and ready,
            tooltip="" if ready else "Faites d’abord la revue",
        )
        hold = PageAction("Faire la revue", self.hold_review, primary=True, enabled=self._data is not None)
        return (
            PageAction("Retour", self.back_requested.emit),
            self.allowed(
                PageAction("Documents", menu=documents, enabled=self._data is not None), "issued_document"
            ),
            self.allowed(erase, "erasure"),
            self.allowed(hold, "retention_review"),
        )

    def refresh(self, change: Change | None) -> None:
        self.ctx.jobs.read_latest(
            "privacy.page", partial(work.read_all, self.ctx.db, self.ctx.today()), self._on_loaded
        )

    def show_target(self, target: object) -> None:
        if isinstance(target, str) and target in self._views:
            self.show_section(target)

    def show_section(self, section: str) -> None:
        """Show that part of the page."""
        self.chips[section].setChecked(True)
        self._stack.setCurrentWidget(self._views[section])

    def hold_review(self) -> None:
        """Record the numbers of the list as the rehearsal of the year."""
        if not self.is_refused("retention_review"):
            self._write("Faire la revue", lambda: hold_review(self.ctx.db, self.ctx.today()))

    def purge(self) -> None:
        """Ask twice, then erase everybody who is due."""
        people = self._data.found.due if self._data is not None else ()
        if not people or self.is_refused("erasure"):
            return
        count = french.plural(len(people), "personne")
        sure = dialogs.ask_to_lose(self, *words.purge_question(people), yes="Continuer", no="Ne rien effacer")
        again = f"Effacer {count} pour toujours\u202f?"
        if not sure or not dialogs.ask_to_lose(self, again, yes=f"Effacer {count}", no="Ne rien effacer"):
            return
        ids = [person.learner_id for person in people]
        self.ctx.jobs.write(
            f"Effacer {count}", partial(self._purge, ids), partial(self._on_purged, count), parent=self
        )

    def write(self, kind: DocumentKind) -> None:
        """Ask where, then make the document and write it."""
        text, name = DOCUMENTS[kind]
        suggested = _documents_folder() / f"{name}-{self.ctx.today():%Y-%m-%d}.pdf"
        path = dialogs.save_file(self, text.rstrip("…"), dialogs.PDF, suggested)
        if path is not None:
            self.ctx.jobs.write(
                f"Écrire «\u00a0{text.rstrip('…')}\u00a0»",
                partial(work.write_document, self.ctx.db, kind, path, self.ctx.today()),
                partial(self._on_written, path),
                parent=self,
            )

    def edit_period(self, row: PeriodRow | None) -> None:
        """Change the period of a payer."""
        if row is None or self.is_refused("retention_period"):
            return
        self._ask("period", row.funder, PeriodDialog(self.ctx, row, self))

    def reset_period(self) -> None:
        """Give the organisation's own period up."""
        row: PeriodRow | None = self.periods.selected
        if row is not None and not self.is_refused("retention_period"):
            self._write("Revenir", lambda: reset_period(self.ctx.db, row.funder, self.ctx.today()))

    def edit_program(self, row: ProgramRow | None) -> None:
        """Change what is known of a programme's payments."""
        if row is None or self.is_refused("funding_program"):
            return
        self._ask("payment", row.id, ProgramDialog(self.ctx, row, self))

    def fill(self, missing: Missing) -> None:
        """Go to the field that is not filled in."""
        if missing.kind != "funding_program":
            self.open_requested.emit(missing.kind, missing.record_id)
            return
        self.show_section("programs")
        rows = self._data.programs if self._data is not None else ()
        at = next((place for place, row in enumerate(rows) if row.id == missing.record_id), None)
        if at is not None:
            self.programs.select(at)
            self.edit_program(rows[at])

    def _ask(self, kind: str, record: object, dialog: EditDialog) -> None:
        self.in_dialogs.run(kind, record, dialog)
        if dialog.change is not None:
            self.ctx.changes.publish(dialog.change)

    def dialog_doors(self) -> Mapping[str, Callable[[str], object]]:
        return {"period": self._resume_period, "payment": self._resume_payment}

    def _resume_period(self, funder: str) -> None:
        self.show_section("periods")
        with self.ctx.db.read() as session:
            rows = period_rows(session, self.ctx.today())
        self.edit_period(next((row for row in rows if row.funder == funder), None))

    def _resume_payment(self, program_id: str) -> None:
        self.show_section("programs")
        with self.ctx.db.read() as session:
            rows = program_rows(session)
        self.edit_program(next((row for row in rows if row.id == int(program_id)), None))

    def _connect(self) -> None:
        self.review.person_asked.connect(partial(self.open_requested.emit, "learner"))
        self.review.missing_asked.connect(self.fill)
        self.periods.row_opened.connect(self.edit_period)
        self.periods.row_chosen.connect(self._on_period)
        self.periods.edit_button.clicked.connect(lambda: self.edit_period(self.periods.selected))
        self.periods.reset_button.clicked.connect(lambda: self.reset_period())
        self.programs.row_opened.connect(self.edit_program)
        self.programs.row_chosen.connect(self._on_program)
        self.programs.edit_button.clicked.connect(lambda: self.edit_program(self.programs.selected))

    def _on_loaded(self, data: PrivacyData) -> None:
        self._data = data
        self.review.show_data(data)
        self.periods.show_rows(data.periods)
        self.programs.show_rows(data.programs)
        self.erasures.show_rows(data.erasures)
        self.exports.show_rows(data.exports)
        self.header_changed.emit()

    def _on_period(self, row: PeriodRow | None) -> None:
        self._offer(self.periods.edit_button, row is not None, "retention_period")
        self._offer(self.periods.reset_button, row is not None and row.is_own, "retention_period")
        self.periods.said.set_text("" if row is None else f"{row.reason}. Source\u00a0: {row.source or '–'}")

    def _on_program(self, row: ProgramRow | None) -> None:
        self._offer(self.programs.edit_button, row is not None, "funding_program")
        self.programs.said.set_text(
            "Les durées comptées depuis le dernier versement attendent cette date."
            if row is None
            else row.name
        )

    def _offer(self, shown: QPushButton, is_ready: bool, table: str) -> None:
        set_refusal(shown, self.ctx.why_not(table))
        shown.setEnabled(shown.isEnabled() and is_ready)

    def _write(self, name: str, gesture: Callable[[], Change]) -> None:
        self.ctx.jobs.write(name, lambda _job: gesture(), self.ctx.changes.publish, parent=self)

    def _purge(self, ids: list[int], _job: Job) -> Purged:
        return purge(self.ctx.db, ids, self.ctx.today(), now=now_here(), second=second_place(self.ctx))

    def _on_purged(self, count: str, done: Purged) -> None:
        # Without its name: the window would offer to take it back.
        self.ctx.changes.publish(replace(done.change, name=""))
        self.tell(f"{count} {'effacées' if len(done.change.ids) > 1 else 'effacée'}, après une sauvegarde.")
        if done.left_to_do:
            dialogs.warn(self, "Les personnes sont effacées.", done.left_to_do)

    def _on_written(self, path: Path, change: Change) -> None:
        self.ctx.changes.publish(change)
        folder = QUrl.fromLocalFile(str(path.parent))
        self.tell(
            f"Document enregistré\u00a0: {path.name}",
            "Ouvrir le dossier",
            lambda: QDesktopServices.openUrl(folder),
        )


def _documents_folder() -> Path:
    found = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(found) if found and Path(found).is_dir() else Path.home()
