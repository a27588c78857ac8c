"""Search everywhere in one window: an index of the open file, kept up to date, forgotten at the lock."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from gen_desktop.changes import Change
from gen_desktop.errors import AppError
from gen_desktop.jobs import Job
from gen_desktop.reference.rights import may_see
from gen_desktop.ui import dialogs
from gen_desktop.ui.commands import KIND as COMMAND
from gen_desktop.ui.commands import Commands
from gen_desktop.ui.recent_records import RecentRecords
from gen_desktop.ui.shell_hooks import ShellHooks
from gen_desktop.ui.widgets.search_box import SearchBox, SearchHit

if TYPE_CHECKING:
    from gen_desktop.queries.search_index import Entry, SearchIndex
    from gen_desktop.queries.searched import Update
    from gen_desktop.ui.job_runner import Task
    from gen_desktop.ui.main_window import MainWindow

RECENT = "Ouverts récemment"
RECENT_SHOWN = 8
LOOKED_AT_MS = 2000
"""A record shown for so long was looked at, not passed by."""


class Searching(QObject):
    """Its ``box`` is answered from the index at every key; before that is ready, from the file."""

    def __init__(self, window: MainWindow, hooks: ShellHooks) -> None:
        super().__init__(window)
        self._window, self._hooks, self._ctx = window, hooks, window.ctx
        self._index: SearchIndex | None = None
        self._reading: Task | None = None
        self._position = 0
        self._commands = Commands(window)
        self._command_count = 0
        self.recent = RecentRecords(self._ctx.state)
        self._looked_at: tuple[str, int] | None = None
        self._looking = QTimer(self)
        self._looking.setSingleShot(True)
        self._looking.setInterval(LOOKED_AT_MS)
        self._looking.timeout.connect(self._on_looked)
        self.box = SearchBox(self._ctx.jobs, hooks.search, hooks.kind_titles, window, self.answer)
        self.box.hit_chosen.connect(self._open)
        self._ctx.changes.changed.connect(self._on_changed)

    @property
    def is_ready(self) -> bool:
        """Whether answers come from the index."""
        return self._index is not None

    def begin(self) -> None:
        """Read everything in a thread; what is known meanwhile goes on answering."""
        if self._hooks.index is not None:
            self._reading = self._ctx.jobs.read_latest(
                "shell.search.index", self._hooks.index, self._on_index, on_error=self._on_failed
            )

    def forget(self) -> None:
        """Nothing of the file stays here, nor under the box."""
        self.box.forget_results()
        self._looking.stop()
        if self._reading is not None:
            self._reading.cancel()
        self._take_index(None)

    def note(self, kind: str, record_id: int) -> None:
        """That record was opened."""
        from gen_desktop.queries.searched import TABLES

        if kind in TABLES:
            self.recent.add(kind, record_id)

    def look_at(self, kind: str, record_id: int) -> None:
        """That record is shown: opened, if it stays for a moment."""
        self._looked_at = (kind, record_id)
        self._looking.start()

    def answer(self, text: str) -> list[SearchHit] | None:
        """The hits for a text, the recent records for none; None while there is no index."""
        if self._index is None:
            return None
        if len(text) <= 1:
            self._renew_commands()
        recent = self.recent.keys()
        if not text:
            shown = self._kinds()
            entries = [one for one in self._index.get(recent) if one.kind in shown][:RECENT_SHOWN]
            return [_hit(entry, entry.detail, RECENT) for entry in entries]
        found = self._index.find(text, [*self._kinds(), COMMAND], recent)
        return [
            _hit(one.entry, " · ".join(filter(None, (one.entry.detail, one.why))), one.entry.kind)
            for one in found
        ]

    def _kinds(self) -> list[str]:
        """The kinds that whoever works here now is shown."""
        from gen_desktop.queries.searched import TABLES

        role = self._ctx.db.author.role
        return [kind for kind, table in TABLES.items() if may_see(role, table)]

    def _open(self, hit: SearchHit) -> None:
        if hit.kind == COMMAND:
            self._commands.run(hit.id)
        else:
            self._window.open_record(hit.kind, hit.id)

    def _on_index(self, answer: tuple[int, SearchIndex]) -> None:
        self._position, index = answer
        self._take_index(index)
        self._renew_commands()
        self._follow()  # what was written while it was read

    def _take_index(self, index: SearchIndex | None) -> None:
        old, self._index = self._index, index
        self._command_count = 0
        if old is not None:
            self._ctx.jobs.read(partial(_let_go, old), name="shell.search.old")

    def _renew_commands(self) -> None:
        """What can be done changes with the menu: what to undo, a lock."""
        if self._index is None:
            return
        entries = self._commands.entries()
        gone = [(COMMAND, number) for number in range(len(entries), self._command_count)]
        self._index.update(entries, gone)
        self._command_count = len(entries)

    def _on_changed(self, change: Change) -> None:
        from gen_desktop.queries.searched import FOLLOWED

        if change.kinds & FOLLOWED:
            self._follow()

    def _follow(self) -> None:
        if self._index is not None and self._hooks.index_since is not None:
            since = partial(self._hooks.index_since, self._position)
            self._ctx.jobs.read_latest(
                "shell.search.follow", since, self._on_update, on_error=self._on_failed
            )

    def _on_update(self, update: Update) -> None:
        if self._index is None:
            return
        if update.everything:
            self.begin()
        else:
            self._index.update(update.entries, update.gone)
            self._position = update.position

    def _on_looked(self) -> None:
        if self._looked_at is not None:
            self.note(*self._looked_at)

    def _on_failed(self, error: Exception) -> None:
        # Without the index the file itself is asked, and says what is wrong with it.
        self._take_index(None)
        if not isinstance(error, AppError):
            dialogs.show_error(self._window, error)


def _hit(entry: Entry, detail: str, group: str) -> SearchHit:
    return SearchHit(entry.kind, entry.id, entry.title, detail, group)


def _let_go(index: SearchIndex, _job: Job) -> None:
    index.let_go()
