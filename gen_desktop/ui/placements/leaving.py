"""What leaves from the call list: the list itself, sheets to print, messages, reminders for a diary."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.jobs import Job
from gen_desktop.ui import dialogs
from gen_desktop.ui.pages import Page, PageAction
from gen_desktop.ui.placements.messages_dialog import MessagesDialog
from gen_desktop.ui.placements.texts_dialog import TextsDialog

REGISTER = "nominative_export"
TEXTS, ALL = "texts", "all"
DIARY = "Agenda (*.ics)"
FILE_KINDS = "Classeur Excel (*.xlsx);;Fichier CSV (*.csv)"
WITH_NAMES = "Mettre les noms et les téléphones dans l’agenda\u00a0?"
WITH_NAMES_DETAIL = (
    "Un agenda est souvent partagé ou gardé sur un téléphone. Sans les noms, il dit combien d’appels sont à "
    "passer, pour quelle cohorte et quelle échéance. Avec les noms, la sortie est inscrite au registre des "
    "exports."
)
NOBODY = "Personne n’est dans la liste."


def entries(
    page: Page, chosen: Callable[[], Sequence[int]], shown: Callable[[], int | None]
) -> tuple[PageAction, ...]:
    """The lines of the menu. ``chosen``: the calls they are about; ``shown``: the one in the form."""
    return (
        PageAction("Imprimer les fiches d’appel…", lambda: print_sheets(page, chosen()), icon="printer"),
        PageAction("Rappels pour un agenda…", lambda: write_reminders(page, chosen()), icon="calendar"),
        PageAction("Préparer les messages…", lambda: prepare_messages(page, chosen()), icon="message"),
        PageAction("Copier le message à la personne…", lambda: copy_message(page, shown()), icon="copy"),
        PageAction("Textes des messages…", lambda: edit_texts(page), icon="pencil"),
    )


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
    pdf, data = build_call_sheets(ctx.db, call_ids, ctx.today(), ctx.db.author.name, job)
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


def prepare_messages(page: Page, call_ids: Sequence[int]) -> None:
    """A message to each of these people, in a file to send from elsewhere."""
    if not _may_leave(page, call_ids):
        return
    dialog = MessagesDialog(page.ctx, call_ids, page, is_for_one=False, edit_texts=partial(show_texts, page))
    dialogs.run(dialog)
    if dialog.path is not None:
        say_written(page, dialog.path, french.plural(len(dialog.messages), "message"))


def copy_message(page: Page, call_id: int | None) -> None:
    """The message to the person shown, on the clipboard."""
    if not _may_leave(page, [] if call_id is None else [call_id]):
        return
    assert call_id is not None
    dialog = MessagesDialog(page.ctx, [call_id], page, is_for_one=True, edit_texts=partial(show_texts, page))
    if dialogs.run(dialog):
        page.tell("Message copié, à coller dans votre messagerie.")


def edit_texts(page: Page, _call_ids: Sequence[int] = ()) -> None:
    """The texts of messages, which all colleagues share."""
    show_texts(page, page)


def show_texts(page: Page, over: QWidget) -> None:
    """The texts of messages over a widget; what is typed in them is kept with what is typed in the page."""
    page.in_dialogs.run(TEXTS, ALL, TextsDialog(page.ctx, over))


def write_reminders(page: Page, call_ids: Sequence[int]) -> None:
    """The calls in a diary: how many on each day, or the people too."""
    if not call_ids:
        page.tell(NOBODY)
        return
    taken = dialogs.choose(page, WITH_NAMES, WITH_NAMES_DETAIL, choices=["Sans les noms", "Avec les noms"])
    if taken is None or (taken == 1 and page.is_refused(REGISTER)):
        return
    path = _asked(page, "Rappels pour un agenda", DIARY, "appels", ".ics")
    if path is not None:
        work = partial(_write_reminders, page, tuple(call_ids), path, taken == 1)
        page.ctx.jobs.write("Rappels", work, partial(_on_reminders, page, path), parent=page)


def _write_reminders(page: Page, call_ids: tuple[int, ...], path: Path, named: bool, _job: Job) -> int:
    from gen_desktop.exporting.call_reminders import write_call_reminders

    now = dt.datetime.combine(page.ctx.today(), page.ctx.clock()).astimezone()
    return write_call_reminders(page.ctx.db, call_ids, path, now, named=named)


def _on_reminders(page: Page, path: Path, calls: int) -> None:
    say_written(page, path, f"{french.plural(calls, 'appel')} pour un agenda")


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


GESTURES: Mapping[str, Callable[[Page, Sequence[int]], None]] = {
    "sheets": print_sheets,
    "messages": prepare_messages,
    "texts": edit_texts,
}
"""What a search may point at, with the calls that wait."""
