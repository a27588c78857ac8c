"""From a closed file to an open one: the password, the file held elsewhere, the place to be read only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMainWindow

from gen_desktop.changes import AUTHOR, DIRECTION, Author, AuthorKind
from gen_desktop.errors import (
    AppError,
    FileInUse,
    OnlyReadable,
    PasswordNeeded,
    StorageProblem,
    WrongPassword,
)
from gen_desktop.ui import dialogs
from gen_desktop.ui.deferred_store import DeferredStore
from gen_desktop.ui.job_runner import JobRunner
from gen_desktop.ui.opening.card import UnlockCard
from gen_desktop.ui.opening.curtain import Curtain
from gen_desktop.ui.theme import Tone

if TYPE_CHECKING:
    from pathlib import Path

    from gen_desktop.db.keys import Unlocked

READ_ONLY, TAKE_OVER = "Ouvrir en lecture seule", "Prendre la main"
OTHER_FILE = "Autre fichier…"
BY_CODE = Author(AuthorKind.PERSON, "Personne munie du code de secours", role=DIRECTION)


class Gate(QObject):
    """Opens a file in its window, asking what must be asked.

    One answer comes: ``opened(Author)``, ``refused(error)`` or ``given_up``.
    """

    opened = Signal(object)
    refused = Signal(object)
    given_up = Signal()

    def __init__(self, window: QMainWindow, store: DeferredStore, jobs: JobRunner) -> None:
        super().__init__(window)
        self._window = window
        self._store = store
        self._jobs = jobs
        self._curtain: Curtain | None = None
        self._card: UnlockCard | None = None

    def open(self) -> None:
        """Try, off the GUI thread; may be called again with the store's new wishes."""
        store = self._store
        self._jobs.read(
            lambda job: open_as(store), self._on_opened, on_error=self._on_refused, name="opening.open"
        )

    def _on_opened(self, author: Author) -> None:
        self._lift()
        self.opened.emit(author)

    def _on_refused(self, error: Exception) -> None:
        if isinstance(error, PasswordNeeded):
            path = self._store.path
            self._jobs.read(
                lambda job: names_of(path), self._ask_password, on_error=self._fail, name="opening"
            )
        elif isinstance(error, WrongPassword) and self._card is not None:
            self._card.refuse(str(error))
        elif isinstance(error, OnlyReadable) and not self._store.read_only:
            self._offer(error)
        else:
            self._fail(error)

    def _ask_password(self, names: list[str]) -> None:
        self._card = UnlockCard(self._store.path.name, names, leave=OTHER_FILE)
        self._card.submitted.connect(self._unlock)
        self._card.keychain_chosen.connect(self._unlock_by_keychain)
        self._card.given_up.connect(self._give_up)
        self._curtain = Curtain(self._window, self._card)
        path = self._store.path
        self._jobs.read(
            lambda job: keychain_of(path), self._offer_keychain, on_error=self._fail, name="opening.keychain"
        )

    def _offer_keychain(self, remembered: Sequence[str] | None) -> None:
        if remembered is not None and self._card is not None:
            self._card.offer_keychain(remembered)

    def _unlock(self, name: str | None, password: str) -> None:
        store = self._store
        wants_keychain = self._card is not None and self._card.is_to_remember

        def work(job: object) -> tuple[Author, str]:
            store.unlocked = unlocked(store, name, password)
            author = open_as(store)
            return author, remember(store) if wants_keychain else ""

        self._jobs.read(work, self._on_unlocked, on_error=self._on_refused, name="opening.unlock")

    def _unlock_by_keychain(self, name: str) -> None:
        store = self._store

        def work(job: object) -> tuple[Author, str]:
            from gen_desktop.services.remembering import unlock_here

            store.unlocked = unlock_here(store.path, name)
            return open_as(store), ""

        self._jobs.read(work, self._on_unlocked, on_error=self._on_refused, name="opening.unlock")

    def _on_unlocked(self, result: tuple[Author, str]) -> None:
        author, problem = result
        self._on_opened(author)
        if problem:
            dialogs.warn(self._window, problem)

    def _offer(self, error: OnlyReadable) -> None:
        choices = [READ_ONLY]
        if isinstance(error, FileInUse) and error.can_take_over:
            choices.append(TAKE_OVER)
        chosen = dialogs.choose(self._window, str(error), choices=choices, cancel="Ne pas ouvrir")
        if chosen is None:
            self._give_up()
            return
        self._store.read_only = choices[chosen] == READ_ONLY
        self._store.take_over = choices[chosen] == TAKE_OVER
        self.open()

    def _fail(self, error: Exception) -> None:
        self.refused.emit(error)

    def _give_up(self) -> None:
        self.given_up.emit()

    def _lift(self) -> None:
        if self._curtain is not None:
            self._curtain.lift()
            self._curtain = self._card = None


def unlocked(store: DeferredStore, name: str | None, password: str) -> Unlocked:
    """The key, by the password of ``name`` or by the recovery code; slow on purpose."""
    from gen_desktop.db.keys import unlock_as

    return unlock_as(store.path, password, name)


def keychain_of(path: Path) -> tuple[str, ...] | None:
    """Whose keychain opens the file on this computer; None when it has no keychain."""
    from gen_desktop import keychain
    from gen_desktop.services.remembering import remembered_here

    try:
        return remembered_here(path) if keychain.is_available() else None
    except StorageProblem:
        return None  # the keys cannot be read any more: the password's turn will say so


def remember(store: DeferredStore) -> str:
    """Let the keychain open the file for who just did; why it could not be so, or ''."""
    from gen_desktop.services.remembering import remember_here

    if store.unlocked is None or store.unlocked.holder is None or store.read_only:
        return ""
    try:
        remember_here(store.open(), store.unlocked.holder.name)
    except AppError as error:
        return str(error)
    return ""


def author_of(unlocked: Unlocked) -> Author:
    """Who works in a file, from the password that opened it."""
    holder = unlocked.holder
    return BY_CODE if holder is None else Author(AuthorKind.PERSON, holder.name, holder.staff_id)


def open_as(store: DeferredStore) -> Author:
    """Open the file and say who works in it: who unlocked it; in a plain file the first of the staff."""
    db = store.open()
    if store.unlocked is not None:
        return in_role(store, author_of(store.unlocked))
    from gen_desktop.queries.organization import staff

    with db.read() as session:
        people = staff(session)
    if not people:
        return in_role(store, Author(AuthorKind.PERSON, "Utilisateur de ce poste"))
    return in_role(store, Author(AuthorKind.PERSON, people[0].name, people[0].id))


def in_role(store: DeferredStore, author: Author) -> Author:
    """The author with the role that the open file gives them now, for what the window offers."""
    with store.acting_as(author).read() as session:
        found: Author = session.info[AUTHOR]
    return found


def store_state(store: DeferredStore) -> tuple[str, Tone]:
    """How the open file is kept, in words, for the foot of the left bar."""
    if store.read_only:
        return "Lecture seule", "attention"
    if store.unlocked is not None:
        return "Base chiffrée, ouverte", "good"
    return "Base non chiffrée", "attention"


def names_of(path: Path) -> list[str]:
    """Who has a password to the file. Raises KeysLost, StorageProblem."""
    from gen_desktop.db.keys import holders

    return [holder.name for holder in holders(path)]
