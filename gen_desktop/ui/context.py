"""What every screen is handed; built once by app.py."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings

from gen_desktop.changes import Author
from gen_desktop.reference.rights import why_not
from gen_desktop.ui.change_bus import ChangeBus
from gen_desktop.ui.job_runner import JobRunner
from gen_desktop.ui.theme import Theme

if TYPE_CHECKING:  # they bring SQLAlchemy, which must not load before the first paint
    from gen_desktop.db.database import Database
    from gen_desktop.settings import Settings

READ_ONLY = "Le fichier est ouvert en lecture seule."


def _time_of_day() -> time:
    return datetime.now().astimezone().time()


@dataclass(frozen=True)
class AppContext:
    """The open file, who acts, and the services of the window.

    ``state`` is the INI file of geometries and column widths (``paths.window_state_file()``).
    ``today`` is the calendar and ``clock`` the time of day: never call ``date.today()`` in a screen.
    """

    db: Database
    author: Author
    settings: Settings
    jobs: JobRunner
    changes: ChangeBus
    theme: Theme
    today: Callable[[], date]
    state: QSettings
    clock: Callable[[], time] = _time_of_day

    def now(self) -> datetime:
        """Local time."""
        return datetime.combine(self.today(), self.clock())

    def why_not(self, *tables: str) -> str:
        """What keeps whoever works here now from changing these tables; '' for nothing.

        For what is offered: what is written is held to it by the change log.
        """
        return READ_ONLY if self.db.is_read_only else why_not(self.db.author.role, tables)
