"""A file that does not open any more: its newest good backup is offered, with its own password if need be."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from gen_desktop import french
from gen_desktop.errors import FileDamaged, KeysLost, WrongPassword
from gen_desktop.french import NBSP
from gen_desktop.ui import dialogs
from gen_desktop.ui.job_runner import JobRunner
from gen_desktop.ui.main_window import MainWindow
from gen_desktop.ui.opening.card import UnlockCard
from gen_desktop.ui.opening.curtain import Curtain
from gen_desktop.ui.opening.gate import OTHER_FILE, names_of
from gen_desktop.ui.safekeeper import second_place

if TYPE_CHECKING:
    from gen_desktop.db.backup import Backup
    from gen_desktop.db.keys import Unlocked

BRING_BACK = "Remettre cette sauvegarde"


def can_help(error: Exception) -> bool:
    """Whether a backup is the answer to that failure."""
    return isinstance(error, FileDamaged | KeysLost)


class Rescue(QObject):
    """One answer comes: ``wanted(Backup, Unlocked or None)``, or ``left`` when nothing is to be done."""

    wanted = Signal(object, object)
    left = Signal()

    def __init__(self, window: MainWindow, path: Path, unlocked: Unlocked | None, jobs: JobRunner) -> None:
        super().__init__(window)
        self._window = window
        self._path = path
        self._unlocked = unlocked
        self._jobs = jobs

    def begin(self, error: Exception) -> None:
        """Look for a backup, off the GUI thread, and ask; without one only the ``error`` is said."""
        path, second = self._path, second_place(self._window.ctx)
        self._jobs.read(
            lambda job: _way_back(path, second),
            partial(self._ask, error),
            on_error=lambda _other: self._ask(error, None),
            name="opening.rescue",
        )

    def _ask(self, error: Exception, found: Backup | None) -> None:
        if found is None:
            dialogs.show_error(self._window, error)
            self.left.emit()
        elif dialogs.ask(self._window, str(error), offer(found), yes=BRING_BACK, no="Ne rien changer"):
            self._unlock(found)
        else:
            self.left.emit()

    def _unlock(self, backup: Backup) -> None:
        if is_unlocked(backup, self._unlocked):
            self.wanted.emit(backup, self._unlocked)
            return
        self._jobs.read(
            lambda job: names_of(backup.file),
            partial(self._ask_password, backup),
            on_error=self._give_up,
            name="opening.rescue",
        )

    def _ask_password(self, backup: Backup, names: list[str]) -> None:
        card = UnlockCard(backup.file.name, names, leave=OTHER_FILE, title="Ouvrir la sauvegarde")
        curtain = Curtain(self._window, card)
        card.submitted.connect(partial(self._try, backup, card))
        card.given_up.connect(self.left)
        self.destroyed.connect(curtain.deleteLater)

    def _try(self, backup: Backup, card: UnlockCard, name: str | None, password: str) -> None:
        self._jobs.read(
            lambda job: _unlocked(backup.file, name, password),
            lambda found: self.wanted.emit(backup, found),
            on_error=partial(self._refuse, card),
            name="opening.unlock",
        )

    def _refuse(self, card: UnlockCard, error: Exception) -> None:
        if isinstance(error, WrongPassword):
            card.refuse(str(error))
        else:
            self._give_up(error)

    def _give_up(self, error: Exception) -> None:
        dialogs.show_error(self._window, error)
        self.left.emit()


def offer(backup: Backup) -> str:
    """What is offered, and what becomes of the file of today."""
    here = backup.made_at.astimezone()
    people = "" if backup.contents is None else f" ({french.plural(backup.contents.people, 'apprenant')})"
    return (
        f"La dernière sauvegarde vérifiée est du {french.short_date(here.date())} à {here:%H:%M}{people}. "
        "Elle peut prendre la place du fichier, qui sera gardé à côté sous un autre nom. "
        f"Ce qui a été saisi depuis est à ressaisir{NBSP}: l’historique dira où elle s’arrête."
    )


def is_unlocked(backup: Backup, unlocked: Unlocked | None) -> bool:
    """Whether what is known opens the backup; a plain one needs nothing."""
    from gen_desktop.db.key_file import key_id

    wanted = backup.proof.key_id if backup.proof is not None else ""
    return wanted == ("" if unlocked is None else key_id(unlocked.key))


def _way_back(path: Path, second: Path | None) -> Backup | None:
    from gen_desktop.db.rescue import way_back

    return way_back(path, second)


def _unlocked(file: Path, name: str | None, password: str) -> Unlocked:
    from gen_desktop.db.keys import unlock_as

    return unlock_as(file, password, name)
