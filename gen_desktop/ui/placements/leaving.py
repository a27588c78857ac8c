"""What leaves from the call list: the list itself, call sheets to print, reminders for a diary."""

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

REGISTER = "nominative_export"
FILE_KINDS = "Classeur Excel (*.xlsx);;Fichier CSV (*.csv)"
NOBODY = "Personne n’est dans la liste."


def export_list(page: Page, call_ids: Sequence[int]) -> None:
    """These lines, with what is known of them, in a file that can be imported again."""
    path = _asked(page, "Exporter la liste d’appels", FILE_KINDS, "liste-appels", ".xlsx")
    if path is None:
        return

    def write(_job: Job) -> int:
        from gen_desktop.exporting.call_list import write_call_list

        return write_call_list(page.ctx.db, call_ids, path)

    def then(lines: int) -> None:
        page.tell(
            f"Liste d’appels enregistrée{french.NBSP}: {french.plural(lines, 'ligne')} dans {path.name}"
        )

    page.ctx.jobs.read(write, then, name="Export", progress_over=page)


def print_sheets(page: Page, call_ids: Sequence[int]) -> None:
    """A sheet for each call, for those who call away from the screen; entered in the register of exports."""
    if not _may_leave(page, call_ids):
        return
    path = _asked(page, "Fiches d’appel à imprimer", dialogs.PDF, "fiches-appel", ".pdf")
    if path is not None:
        work = partial(_write_sheets, page, tuple(call_ids), path)
        page.ctx.jobs.write("Fiches d’appel", work, partial(_on_sheets, page, path), parent=page)


def _write_sheets(page: Page, call_ids: tuple[int, ...], path: Path, job: Job) -> tuple[int, int]:
    from gen_desktop.exporting.call_sheets import write_call_sheets
    from gen_desktop.reports.registry import build_call_sheets

    ctx = page.ctx
    pdf, data = build_call_sheets(ctx.db, call_ids, ctx.today(), ctx.author.name, job)
    if data.calls:
        write_call_sheets(ctx.db, pdf, path, data.cohorts, data.people)
    return len(data.calls), data.refusing


def _on_sheets(page: Page, path: Path, made: tuple[int, int]) -> None:
    sheets, refusing = made
    without = ""
    if refusing:
        people = french.plural(refusing, "personne")
        without = f", sans {people} qui ne {french.form(refusing, 'veut', 'veulent')} pas être "
        without += french.form(refusing, "rappelée", "rappelées")
    if not sheets:
        page.tell(f"Aucune fiche n’est à imprimer{without}.")
        return
    say_written(page, path, f"{french.plural(sheets, 'fiche')} d’appel{without}")


def say_written(page: Page, path: Path, what: str) -> None:
    """Say that a file was written, and offer to open it; the register of exports has one more line."""
    page.ctx.changes.publish(Change(frozenset({REGISTER})))
    said = f"{what}{french.NBSP}: {path.name} est enregistré"
    page.tell(said, "Ouvrir", lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))))


def _may_leave(page: Page, call_ids: Sequence[int]) -> bool:
    if not call_ids:
        page.tell(NOBODY)
    return bool(call_ids) and not page.is_refused(REGISTER)


def _asked(page: Page, title: str, kinds: str, name: str, suffix: str) -> Path | None:
    suggested = Path.home() / f"{name}-{page.ctx.today():%Y-%m-%d}{suffix}"
    path = dialogs.save_file(page, title, kinds, suggested)
    return path if path is None or path.suffix else path.with_suffix(suffix)
