"""A file in a place that is not safe for it (a network, a synchronised folder): said once."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from gen_desktop.db.places import place_warning
from gen_desktop.ui import dialogs

if TYPE_CHECKING:
    from gen_desktop.ui.main_window import MainWindow

KEY = "places/warned"


def warn_of_place(window: MainWindow, path: Path) -> None:
    """Once for each file: said every morning, it would not be read any more."""
    window.ctx.jobs.read(
        lambda job: place_warning(path.absolute()), partial(_tell, window, path), name="startup.place"
    )


def _tell(window: MainWindow, path: Path, warning: str | None) -> None:
    if warning is None:
        return
    state = window.ctx.state
    told = str(state.value(KEY, "")).split("\n")
    if (name := str(path.absolute())) not in told:
        state.setValue(KEY, "\n".join([*told, name]))
        dialogs.inform(window, warning)
