"""What the law gives a person: everything held about her in one document, and the erasure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices

from gen_desktop.changes import Change
from gen_desktop.db.backup import Reason
from gen_desktop.errors import StorageProblem
from gen_desktop.exporting.personal_data import write_personal_data
from gen_desktop.jobs import Job
from gen_desktop.models.privacy import REQUEST
from gen_desktop.queries.erasing import Told, what_erasing_does
from gen_desktop.queries.person_data import person_data, why_not_all
from gen_desktop.reports.registry import build_personal_data
from gen_desktop.services.backups import back_up, forgotten_on
from gen_desktop.services.copies import copies_with, forget_copies
from gen_desktop.services.privacy import erase_people, scrub
from gen_desktop.ui import dialogs
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.learners.erase_dialog import EraseDialog
from gen_desktop.ui.pages import Page
from gen_desktop.ui.safekeeper import now_here

SETTLE_FIRST = "Enregistrez cette saisie, ou abandonnez-la, avant d’effacer la personne."
SCRUB_LATER = "L’effacement est fait\u00a0; le fichier sera réécrit à la prochaine ouverture."


@dataclass(frozen=True)
class Erased:
    """What was done; ``left``: sentences about what could not be done yet."""

    change: Change
    left: tuple[str, ...]


def why_not_exported(ctx: AppContext) -> str:
    """Why whoever works here may not take everything about a person out; '' when they may."""
    return ctx.why_not("nominative_export") or why_not_all(ctx.db.author.role)


class PersonPrivacy:
    """The two gestures of the learners' page."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._ctx = page.ctx

    def export(self, learner_id: int) -> None:
        """Ask for a folder, then write the document and the file for another program."""
        if refusal := why_not_exported(self._ctx):
            self._page.tell(refusal)
            return
        start = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        folder = dialogs.open_folder(self._page, "Dossier où écrire le document", Path(start or Path.home()))
        if folder is not None:
            self._ctx.jobs.write(
                "Écrire tout ce qui est gardé sur une personne",
                partial(self._export, learner_id, folder),
                self._on_exported,
                parent=self._page,
            )

    def erase(self, learner_id: int) -> None:
        """Tell what erasing does, ask for the reason, then erase; twice when backups go too."""
        if not self._page.is_refused("erasure"):
            self._ctx.jobs.read(
                partial(self._tell, learner_id), partial(self._ask, learner_id), name="learners.erasing"
            )

    def _export(self, learner_id: int, folder: Path, job: Job) -> Path:
        db, now = self._ctx.db, now_here()
        job.step(0, 0, "Lecture des données")
        with db.read() as session:
            data = person_data(session, learner_id)
        copies = copies_with(db, learner_id, now)
        pdf = build_personal_data(db, data, copies, self._ctx.today(), job)
        return write_personal_data(db, data, copies, pdf, folder)[0]

    def _on_exported(self, path: Path) -> None:
        self._ctx.changes.publish(Change(frozenset({"nominative_export"})))
        folder = QUrl.fromLocalFile(str(path.parent))
        self._page.tell(
            f"Document et fichier JSON enregistrés\u00a0: {path.stem}",
            "Ouvrir le dossier",
            lambda: QDesktopServices.openUrl(folder),
        )

    def _tell(self, learner_id: int, _job: Job) -> Told:
        gone_on = forgotten_on(self._ctx.db, now_here())
        with self._ctx.db.read() as session:
            return what_erasing_does(session, learner_id, self._ctx.today(), gone_on)

    def _ask(self, learner_id: int, told: Told) -> None:
        if told.unfinished:
            dialogs.inform(self._page, f"Une saisie en cours concerne {told.name}.", SETTLE_FIRST)
            return
        dialog = EraseDialog(told, self._page)
        if not dialogs.run(dialog):
            return
        backups_too = dialog.backups_too.isChecked()
        again = "Effacer la personne, et supprimer toutes les sauvegardes d’avant aujourd’hui\u202f?"
        if backups_too and not dialogs.ask_to_lose(
            self._page, again, yes="Effacer et supprimer", no="Ne rien effacer"
        ):
            return
        self._ctx.jobs.write(
            "Effacer une personne",
            partial(self._erase, learner_id, dialog.reason.text(), backups_too),
            partial(self._on_erased, told.leaving if not backups_too else ""),
            parent=self._page,
        )

    def _erase(self, learner_id: int, reason: str, backups_too: bool, job: Job) -> Erased:
        db = self._ctx.db
        job.step(0, 0, "Effacement…")
        change = erase_people(db, [learner_id], cause=REQUEST, reason=reason, today=self._ctx.today())
        left = []
        job.step(0, 0, "Réécriture du fichier…")
        try:
            scrub(db)
        except StorageProblem as problem:
            left.append(f"{problem} {SCRUB_LATER}")
        if backups_too:
            left += self._forget_backups(job)
        return Erased(change, tuple(left))

    def _forget_backups(self, job: Job) -> list[str]:
        """The erasure is done whatever happens here: what stays is said."""
        job.step(0, 0, "Nouvelle sauvegarde…")
        try:
            made = back_up(self._ctx.db, Reason.ASKED, now_here())
        except StorageProblem as problem:
            return [f"{problem} Les anciennes sauvegardes restent."]
        stay = forget_copies(self._ctx.db, made.backup)
        return [f"Ce fichier n’a pas pu être supprimé\u00a0: {name}" for name in stay]

    def _on_erased(self, leaving: str, done: Erased) -> None:
        # Without its name: the window would offer to take it back.
        self._ctx.changes.publish(replace(done.change, name=""))
        self._page.tell("La personne est effacée.")
        if sentences := [*filter(None, [leaving]), *done.left]:
            dialogs.inform(self._page, "La personne est effacée.", "\n".join(sentences))
