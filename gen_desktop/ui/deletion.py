"""The question before a deletion, the same wherever a record is deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.errors import AppError
from gen_desktop.jobs import Job
from gen_desktop.queries.belongings import Belongings, what_goes_with
from gen_desktop.services.bin import delete
from gen_desktop.ui import dialogs

if TYPE_CHECKING:
    from gen_desktop.ui.pages import Page

_COUNTED = frozenset({"learner", "enrollment", "cohort", "class_session", "follow_up", "placement"})
"""The kinds that figures count."""


def ask_and_delete(page: Page, kind: str, record_id: int, what: str) -> bool:
    """Say what goes with a record and delete it if the person says so; False when nothing was begun.

    ``what`` names it after « Supprimer »: « la cohorte DWWM 2026-2 ».
    """
    ctx = page.ctx
    try:
        with ctx.db.read() as session:
            goes = what_goes_with(session, kind, record_id)
    except AppError as error:
        dialogs.show_error(page, error)
        return False
    if goes.refusal:
        dialogs.warn(page, f"Impossible de supprimer {what}.", goes.refusal)
        return False
    if not dialogs.ask(page, f"Supprimer {what}{french.NARROW}?", _detail(kind, goes), yes="Supprimer"):
        return False

    def work(_job: Job) -> Change:
        return delete(ctx.db, kind, record_id)

    def on_error(error: Exception) -> None:
        dialogs.show_error(page, error)
        page.reload()

    ctx.jobs.write(f"Supprimer {what}", work, ctx.changes.publish, on_error=on_error, parent=page)
    return True


def _detail(kind: str, goes: Belongings) -> str:
    sentences = []
    if goes.words:
        sentences.append(f"Part avec{french.NBSP}: {goes.words}.")
    if goes.loose:
        jobs = french.plural(goes.loose, "emploi garde", "emplois gardent")
        sentences.append(f"{jobs} le nom de l’employeur.")
    if kind in _COUNTED:
        sentences.append("Les chiffres changent, ceux du passé aussi. Les documents émis restent.")
    sentences.append("Ctrl+Z ou la corbeille le font revenir.")
    if kind == "learner":
        sentences.append(
            "Ce n’est pas l’effacement que la loi permet de demander\u00a0: tout reste dans le journal."
        )
    return "\n".join(sentences)
