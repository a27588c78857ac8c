"""The register of complaints out, without names: a PDF entered among the documents issued, or a table."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.jobs import Job
from gen_desktop.ui import dialogs
from gen_desktop.ui.pages import Page

REGISTER_TABLE = "issued_document"


def print_register(page: Page) -> None:
    """Ask where, then write it."""
    if page.is_refused(REGISTER_TABLE):
        return
    suggested = Path.home() / f"reclamations-{page.ctx.today():%Y-%m-%d}.pdf"
    path = dialogs.save_file(page, "Registre des réclamations", dialogs.PDF, suggested)
    if path is not None:
        path = path if path.suffix else path.with_suffix(".pdf")
        work, then = partial(_write, page, path), partial(_on_written, page, path)
        page.ctx.jobs.write("Registre des réclamations", work, then, parent=page)


def export_register(page: Page) -> None:
    """The same as a table for a spreadsheet."""
    suggested = Path.home() / f"reclamations-{page.ctx.today():%Y-%m-%d}.csv"
    path = dialogs.save_file(page, "Registre des réclamations", "Tableur (*.csv)", suggested)
    if path is not None:
        path = path if path.suffix else path.with_suffix(".csv")
        work, then = partial(_export, page, path), partial(_on_exported, page, path)
        page.ctx.jobs.read(work, then, name="complaints.export")


def _export(page: Page, path: Path, _job: Job) -> int:
    from gen_desktop.exporting.complaint_list import write_complaint_list

    return write_complaint_list(page.ctx.db, path, page.ctx.today())


def _on_exported(page: Page, path: Path, count: int) -> None:
    said = f"{french.plural(count, 'réclamation')}, sans les noms{french.NBSP}: {path.name} est enregistré"
    page.tell(said, "Ouvrir", lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))))


def _write(page: Page, path: Path, job: Job) -> Change:
    from gen_desktop.reports.registry import build_complaint_register
    from gen_desktop.services.documents import save_report

    return save_report(page.ctx.db, build_complaint_register(page.ctx.db, page.ctx.today(), job), path)


def _on_written(page: Page, path: Path, change: Change) -> None:
    page.ctx.changes.publish(change)
    page.tell(
        f"Document enregistré\u00a0: {path.name}",
        "Ouvrir",
        lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))),
    )
