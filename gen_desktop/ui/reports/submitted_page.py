"""Rapports remis: the list of what was submitted, its very pages, and what can be asked of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QTreeWidgetItem, QVBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.errors import AppError
from gen_desktop.files import file_name
from gen_desktop.jobs import Job
from gen_desktop.queries import submitted_reports as queries
from gen_desktop.queries.stored_content import content
from gen_desktop.queries.submitted_reports import SubmittedLine
from gen_desktop.reports.verification import Proof, verify_report
from gen_desktop.services.submitted_reports import write_again
from gen_desktop.ui import dialogs
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.pages import Page, PageAction
from gen_desktop.ui.reports.changes_page import Compared
from gen_desktop.ui.reports.desk import Desk
from gen_desktop.ui.reports.issuing import STATE_FOLDER, kept_folder, open_folder
from gen_desktop.ui.reports.page_layout import PAGE as WHOLE_PAGE
from gen_desktop.ui.reports.reading_keys import bind_reading
from gen_desktop.ui.reports.submitting import TABLES, Submitter
from gen_desktop.ui.reports.tick_list import tree
from gen_desktop.ui.reports.viewer_bar import ViewerBar
from gen_desktop.ui.widgets.basics import label
from gen_desktop.ui.widgets.empty_state import EmptyState

WIDTH = 460
_ID = Qt.ItemDataRole.UserRole


class SubmittedPage(Page):
    """``show_target`` takes the id of a report in the register of documents: it is then selected."""

    title = "Rapports remis"
    quiet = True

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self._lines: dict[int, SubmittedLine] = {}
        self._asked: int | None = None
        self._pdf = b""
        self.list = tree("Rapports remis", ("Numéro", "Rapport", "Remis le"), stretched=1)
        self.facts = label("", "secondary", wrap=True)
        self.desk = Desk(ctx.jobs, self)
        self.view = self.desk.view
        self.view.setAccessibleName("Pages du rapport remis")
        self.view.set_zoom(WHOLE_PAGE)
        self.viewer_bar = ViewerBar(self)
        self.submitter = Submitter(ctx, self)
        self._layers = QStackedLayout(self)
        self._layers.addWidget(self._content())
        self._layers.addWidget(self._empty())
        self._connect()

    @property
    def current(self) -> SubmittedLine | None:
        """The report selected."""
        item = self.list.currentItem()
        return None if item is None else self._lines.get(item.data(0, _ID))

    def header_actions(self) -> list[PageAction]:
        line, back = self.current, PageAction("Retour", self.back_requested.emit)
        if line is None:
            return [back]
        correct = PageAction(
            "Corriger…",
            self.correct,
            enabled=line.replaced_by is None,
            tooltip="" if line.replaced_by is None else f"Déjà remplacé par {line.replaced_by}.",
        )
        return [
            back,
            PageAction("Vérifier", self.verify),
            PageAction("Ce qui a changé…", self.compare),
            self.allowed(correct, *TABLES) if line.replaced_by is None else correct,
            PageAction("Enregistrer une copie…", self.save, primary=True, shortcut="save"),
        ]

    def refresh(self, change: Change | None) -> None:
        self.ctx.jobs.read_latest("submitted.list", self._load, self._on_loaded)

    def show_target(self, target: object) -> None:
        if isinstance(target, int):
            self._asked = target
            self._select()

    def dialog_doors(self) -> Mapping[str, Callable[[str], object]]:
        return self.submitter.dialog_doors()

    def save(self) -> None:
        """Write the bytes that were submitted."""
        line = self.current
        if line is None:
            return
        name = f"{line.number}, {line.title}, {line.scope_text}"
        suggested = kept_folder(self.ctx) / file_name(name, ".pdf")
        path = dialogs.save_file(self, "Enregistrer une copie du rapport remis", dialogs.PDF, suggested)
        if path is None:
            return
        path = path if path.suffix.lower() == ".pdf" else path.with_name(f"{path.name}.pdf")
        self.ctx.state.setValue(STATE_FOLDER, str(path.parent))
        self.ctx.jobs.read(
            lambda _job: write_again(self.ctx.db, line.id, path), partial(self._on_saved, path), name="Copie"
        )

    def print(self) -> None:
        """Print the pages that were submitted."""
        from gen_desktop.ui.reports import printing

        line = self.current
        if line is None or not self._pdf:
            return
        printer, data = printing.new_printer(f"{line.number}, {line.title}"), self._pdf
        if dialogs.run(printing.print_dialog(printer, self.view.page_count, self)):
            self.ctx.jobs.write(
                "Imprimer le rapport remis",
                lambda job: printing.print_pages(printer, data, job),
                lambda _nothing: self.tell("Le rapport est parti à l’impression."),
                on_cancelled=partial(self.tell, "L’impression est arrêtée."),
                parent=self,
            )

    def verify(self) -> None:
        """Prove that the report is as it was."""
        if (line := self.current) is not None:
            self.ctx.jobs.read(
                partial(self._verify, line.id),
                partial(self._on_verified, line),
                name="Vérifier le rapport",
                progress_over=self,
            )

    def compare(self) -> None:
        """What the report would say otherwise today."""
        if (line := self.current) is not None:
            asked = Compared(line.scope, line.title, line.scope_text, line.id)
            self.go_requested.emit("changes", asked)

    def correct(self) -> None:
        """Submit a correction."""
        if (line := self.current) is not None:
            self.submitter.correct(line)

    def _load(self, _job: Job) -> tuple[SubmittedLine, ...]:
        with self.ctx.db.read() as session:
            return queries.submitted_reports(session)

    def _on_loaded(self, lines: tuple[SubmittedLine, ...]) -> None:
        shown = self.current
        if self._asked is None and shown is not None:
            self._asked = shown.id
        self._lines = {line.id: line for line in lines}
        self.list.blockSignals(True)
        self.list.clear()
        for line in lines:
            self.list.addTopLevelItem(self._item(line))
        self.list.blockSignals(False)
        self._layers.setCurrentIndex(0 if lines else 1)
        self._select()

    def _item(self, line: SubmittedLine) -> QTreeWidgetItem:
        day = french.short_date(line.submitted_at.date())
        name = f"{line.title}, {line.scope_text}"
        shown = name if line.replaced_by is None else f"Remplacé\u00a0: {name}"
        item = QTreeWidgetItem([line.number, shown, day])
        item.setData(0, _ID, line.id)
        for column in range(3):
            item.setToolTip(column, f"{name}\n{line.status}")
            if line.replaced_by is not None:
                item.setForeground(column, self.palette().placeholderText())
        return item

    def _select(self) -> None:
        """The report asked for, else the latest; one that is just submitted comes with the next reading."""
        items = [item for at in range(len(self._lines)) if (item := self.list.topLevelItem(at)) is not None]
        found = [item for item in items if item.data(0, _ID) == self._asked]
        if found:
            self._asked = None
        if items:
            self.list.setCurrentItem((found or items)[0])
        self._on_current()

    def _on_current(self) -> None:
        line, self._pdf = self.current, b""
        self.viewer_bar.print_button.setEnabled(False)
        self.header_changed.emit()
        if line is not None:
            self.facts.setText(_facts(line))
            self.desk.wait()
            self.ctx.jobs.read_latest(
                "submitted.pages", partial(self._pages, line), self._on_pages, on_error=self._on_failed
            )

    def _pages(self, line: SubmittedLine, _job: Job) -> bytes:
        with self.ctx.db.read() as session:
            return content(session, line.sha256)

    def _on_pages(self, pdf: bytes) -> None:
        self._pdf = pdf
        self.desk.show_report(pdf)
        self.view.go_to_page(0)
        self.viewer_bar.print_button.setEnabled(True)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            dialogs.show_error(self, error)
        words = str(error) if isinstance(error, AppError) else "Une erreur inattendue l’a interrompu."
        self.desk.show_words("Les pages ne peuvent pas être montrées", words)

    def _on_saved(self, path: Path, _nothing: object) -> None:
        self.tell(
            f"Copie enregistrée\u00a0: {path.name}", "Ouvrir le dossier", partial(open_folder, path.parent)
        )

    def _verify(self, document_id: int, job: Job) -> tuple[Proof, ...]:
        with self.ctx.db.read() as session:
            return verify_report(session, document_id, job)

    def _on_verified(self, line: SubmittedLine, proofs: tuple[Proof, ...]) -> None:
        signs = {True: "✓", False: "✗", None: "?"}
        detail = "\n".join(f"{signs[proof.holds]} {proof.sentence}" for proof in proofs)
        if all(proof.holds is not False for proof in proofs):
            dialogs.inform(self, f"{line.number} est tel qu’il a été remis.", detail)
        else:
            dialogs.warn(self, f"{line.number} n’est plus tel qu’il a été remis.", detail)

    def _on_moved(self) -> None:
        self.viewer_bar.show_place(self.view.page, self.view.page_count, self.view.scale)

    def _connect(self) -> None:
        self.list.currentItemChanged.connect(lambda _now, _before: self._on_current())
        self.desk.again.connect(self._on_current)
        self.view.moved.connect(self._on_moved)
        self.viewer_bar.zoomed.connect(self.view.set_zoom)
        self.viewer_bar.larger.connect(self.view.zoom_in)
        self.viewer_bar.smaller.connect(self.view.zoom_out)
        self.viewer_bar.print_wanted.connect(self.print)
        bind_reading(self, self.desk, self.viewer_bar)

    def _content(self) -> QWidget:
        content = QWidget()
        left = QWidget()
        left.setFixedWidth(WIDTH)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.list, 1)
        column.addWidget(self.facts)
        bar = QHBoxLayout()
        bar.addStretch(1)
        bar.addWidget(self.viewer_bar)
        right = QVBoxLayout()
        right.setSpacing(10)
        right.addLayout(bar)
        right.addWidget(self.desk, 1)
        row = QHBoxLayout(content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(left)
        row.addLayout(right, 1)
        return content

    def _empty(self) -> EmptyState:
        return EmptyState(
            "Un rapport remis garde pour toujours son numéro, ses pages et ses chiffres\u00a0: il se "
            "réimprime à l’identique et se compare à aujourd’hui. Préparez un rapport, puis choisissez "
            "«\u00a0Remettre…\u00a0».",
            ("Préparer un rapport", lambda: self.go_requested.emit("reports", None)),
            icon="file-text",
            heading="Aucun rapport remis",
        )


def _facts(line: SubmittedLine) -> str:
    """What is kept beside the pages, in a few lines."""
    day = french.long_date(line.submitted_at.date(), weekday=False)
    at = french.clock(line.submitted_at.astimezone().time())
    to = f" à {line.recipient}" if line.recipient else ""
    lines = [
        f"{line.number}, {line.status}.",
        f"Remis le {day} à {at}{to}, par {line.submitted_by}.",
        f"Données arrêtées au {french.short_date(line.as_of)}, empreinte {line.fingerprint}.",
        f"Fichier gardé à l’octet près (SHA-256 {line.sha256[:16]}…), programme {line.program_version}.",
    ]
    if line.reason:
        lines.insert(1, f"Motif\u00a0: {line.reason}")
    if line.signer:
        lines.append(f"Signé par {line.signer}.")
    return "\n".join(lines)
