"""Questionnaires to print: asked where, drawn off the window's thread, written."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.jobs import Job
from gen_desktop.ui import dialogs
from gen_desktop.ui.pages import Page

EXPORT_TABLE = "nominative_export"


def print_questionnaires(page: Page, cohort_id: int, code: str, horizon: int, names: Sequence[str]) -> None:
    """A page for each name, '' for one without. Those with names are entered in the register of exports."""
    people = sum(bool(name) for name in names)
    if people and page.is_refused(EXPORT_TABLE):
        return
    suggested = Path.home() / f"questionnaires-{code}.pdf".replace(" ", "-").replace("/", "-")
    path = dialogs.save_file(page, "Questionnaires à imprimer", dialogs.PDF, suggested)
    if path is not None:
        path = path if path.suffix else path.with_suffix(".pdf")
        work = partial(_write, page, (cohort_id, horizon, tuple(names)), path, f"{code}, satisfaction")
        page.ctx.jobs.write("Questionnaires", work, partial(_on_written, page, path), parent=page)


def _write(page: Page, what: tuple[int, int, tuple[str, ...]], path: Path, scope: str, job: Job) -> int:
    from gen_desktop.exporting.questionnaires import write_questionnaires
    from gen_desktop.reports.registry import build_questionnaires

    cohort_id, horizon, names = what
    pdf = build_questionnaires(page.ctx.db, cohort_id, horizon, names, page.ctx.today(), job)
    write_questionnaires(page.ctx.db, pdf, path, scope, sum(bool(name) for name in names))
    return len(names)


def _on_written(page: Page, path: Path, pages: int) -> None:
    page.ctx.changes.publish(Change(frozenset({EXPORT_TABLE})))
    said = f"{french.plural(pages, 'questionnaire')}{french.NBSP}: {path.name} est enregistré"
    page.tell(said, "Ouvrir", lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))))
