"""A file attached to the person during the call, as the proof of what she tells."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from gen_desktop.changes import Change
from gen_desktop.jobs import Job
from gen_desktop.models.paper_formats import EXTENSIONS
from gen_desktop.queries.attached_documents import Paper, papers
from gen_desktop.services.attached_documents import Attached, attach, file_source
from gen_desktop.ui import dialogs
from gen_desktop.ui.context import AppContext

NOT_ATTACHED = "Ce fichier n’a pas été joint."


def attach_one(
    parent: QWidget, ctx: AppContext, learner_id: int, done: Callable[[Change, tuple[Paper, ...]], None]
) -> None:
    """Ask for a file and attach it off the GUI thread; ``done``: the gesture, then every paper, latest first.

    What cannot be attached is said; ``done`` is then not called.
    """
    refusal = ctx.why_not("attached_document")
    if refusal:
        dialogs.inform(parent, refusal)
        return
    patterns = " ".join(f"*{one}" for one in EXTENSIONS)
    path = dialogs.open_file(parent, "Preuve à joindre", f"Documents et images ({patterns})")
    if path is None:
        return

    def work(job: Job) -> tuple[Attached, tuple[Paper, ...]]:
        made = attach(ctx.db, learner_id, [file_source(path)], ctx.today(), job)
        with ctx.db.read() as session:
            return made, papers(session, learner_id)

    def show(found: tuple[Attached, tuple[Paper, ...]]) -> None:
        made, own = found
        if made.refused:
            dialogs.warn(parent, NOT_ATTACHED, "\n".join(made.refused))
        else:
            done(made.change, own)

    ctx.jobs.write("Joindre une preuve", work, show, parent=parent)
