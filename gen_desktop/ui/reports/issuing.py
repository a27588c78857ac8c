"""What leaves the program from the page: the PDF that is saved, the pages that are printed."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.exporting.report_points import Point, write_report_points
from gen_desktop.files import file_name
from gen_desktop.reports.checks import points
from gen_desktop.reports.checks_annex import WORDS
from gen_desktop.reports.file_names import report_file_name
from gen_desktop.reports.registry import BuiltReport
from gen_desktop.services.documents import save_report
from gen_desktop.ui import dialogs
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.pages import Page

WORKBOOK = "Classeur Excel (*.xlsx)"
STATE_FOLDER = "reports/folder"
LIST_KINDS = "Classeur Excel (*.xlsx);;Fichier CSV (*.csv)"


class Issuer(QObject):
    """Saves and prints a report; tells the page's window what was done."""

    def __init__(self, ctx: AppContext, page: Page) -> None:
        super().__init__(page)
        self._ctx = ctx
        self._page = page

    def save(self, report: BuiltReport) -> None:
        """Ask where, then write and register in the background."""
        suggested = kept_folder(self._ctx) / report_file_name(report)
        path = self._asked("Enregistrer le rapport", dialogs.PDF, suggested)
        if path is None:
            return
        self._ctx.jobs.write(
            "Enregistrer le rapport",
            lambda _job: save_report(self._ctx.db, report, path),
            partial(self._on_saved, path),
            parent=self._page,
        )

    def save_points(self, report: BuiltReport) -> None:
        """Ask where, then write who is behind the points of a report: a list with names, registered."""
        suggested = kept_folder(self._ctx) / file_name(f"Points à vérifier, {report.scope_text}", ".xlsx")
        path = dialogs.save_file(self._page, "Enregistrer la liste nominative", LIST_KINDS, suggested)
        if path is None:
            return
        path = path if path.suffix else path.with_suffix(".xlsx")
        scope = f"{report.title}, {report.scope_text}"
        listed = [
            Point(WORDS[one.level], one.title, one.detail, one.ids)
            for one in points(report.checks)
            if one.kind != "cohort"
        ]
        self._ctx.jobs.write(
            "Écrire la liste nominative",
            lambda _job: write_report_points(self._ctx.db, scope, listed, path),
            lambda people: self._page.tell(
                f"{path.name}\u00a0: {french.plural(people, 'personne')}",
                "Ouvrir le dossier",
                partial(open_folder, path.parent),
            ),
            parent=self._page,
        )

    def save_figures(self, report: BuiltReport) -> None:
        """Ask where, then write the figures of the report as a workbook, in the background."""
        from gen_desktop.exporting.report_figures import write_report_figures

        if report.content is None:
            return
        suggested = kept_folder(self._ctx) / report_file_name(report, ".xlsx", what="Chiffres")
        path = self._asked("Enregistrer les chiffres", WORKBOOK, suggested)
        if path is not None:
            figures = report.content.figures
            self._ctx.jobs.read(
                lambda _job: write_report_figures(figures, path),
                lambda _nothing: self._tell_saved("Chiffres enregistrés", path),
                name="Chiffres",
            )

    def print(self, report: BuiltReport, pages: int) -> None:
        """Ask how, then send the pages in the background."""
        from gen_desktop.ui.reports import printing

        printer = printing.new_printer(f"{report.title}, {report.scope_text}")
        if not dialogs.run(printing.print_dialog(printer, pages, self._page)):
            return
        self._ctx.jobs.write(
            "Imprimer le rapport",
            lambda job: printing.print_pages(printer, report.data, job),
            lambda _nothing: self._page.tell("Le rapport est parti à l’impression."),
            on_cancelled=partial(self._page.tell, "L’impression est arrêtée."),
            parent=self._page,
        )

    def _on_saved(self, path: Path, change: Change) -> None:
        self._ctx.changes.publish(replace(change, name=""))  # a fact: nothing takes it back
        self._tell_saved("Rapport enregistré", path)

    def _tell_saved(self, what: str, path: Path) -> None:
        self._page.tell(f"{what}\u00a0: {path.name}", "Ouvrir le dossier", partial(open_folder, path.parent))

    def _asked(self, title: str, kinds: str, suggested: Path) -> Path | None:
        """The path chosen, with the ending of the suggested one; its folder is the one offered next time."""
        path = dialogs.save_file(self._page, title, kinds, suggested)
        if path is None:
            return None
        if path.suffix.lower() != suggested.suffix:
            path = path.with_name(f"{path.name}{suggested.suffix}")
            if path.exists() and not self._may_replace(path):
                return None
        self._ctx.state.setValue(STATE_FOLDER, str(path.parent))
        return path

    def _may_replace(self, path: Path) -> bool:
        question = f"«\u00a0{path.name}\u00a0» existe déjà dans ce dossier."
        return dialogs.ask(self._page, question, "Le remplacer\u202f?", yes="Remplacer")


def kept_folder(ctx: AppContext) -> Path:
    """Where the last PDF was saved, else the person's documents."""
    kept = Path(str(ctx.state.value(STATE_FOLDER, "")))
    if kept != Path() and kept.is_dir():
        return kept
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(documents) if documents and Path(documents).is_dir() else Path.home()


def open_folder(folder: Path) -> None:
    """Show a folder in the system's own window."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
