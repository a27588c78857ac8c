"""« Annuler : … » and « Rétablir : … »: the two gestures about gestures, each by its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from gen_desktop.changes import Change
from gen_desktop.french import NBSP
from gen_desktop.jobs import Job
from gen_desktop.ui import actions
from gen_desktop.ui.context import AppContext

if TYPE_CHECKING:
    from gen_desktop.ui.shell_hooks import ShellHooks


@dataclass
class _Way:
    """One of the two directions. ``name``: the gesture it would act on now, None when there is none."""

    verb: str
    done: str
    action: QAction
    run: Callable[[Job], Change]
    name: str | None = None

    def offer(self, name: str | None) -> None:
        """Name that gesture in the menu; None greys it."""
        self.name = name
        self.action.setText(f"{self.verb}{NBSP}: {name}" if name else self.verb)
        self.action.setEnabled(name is not None)


class TakingBack(QObject):
    """Both actions of a window, kept in step with the change log.

    ``done(sentence, offer, run)``: what was taken back or done again, and the way back.
    ``refused(error)``: the log said no, nothing was changed. ``failed(error)``: the log could not be read.
    """

    done = Signal(str, str, object)
    refused = Signal(object)
    failed = Signal(object)

    def __init__(self, window: QWidget, ctx: AppContext, hooks: ShellHooks) -> None:
        super().__init__(window)
        self._window = window
        self._ctx = ctx
        self._hooks = hooks
        self.undo_action = actions.make(window, "undo", self.undo)
        self.redo_action = actions.make(window, "redo", self.redo)
        self._undo = _Way("Annuler", "Annulé", self.undo_action, hooks.undo)
        self._redo = _Way("Rétablir", "Rétabli", self.redo_action, hooks.redo)
        self._offer(None, None)

    def undo(self) -> None:
        """Take back the last gesture."""
        self._act(self._undo, self._redo)

    def redo(self) -> None:
        """Do again the gesture taken back last."""
        self._act(self._redo, self._undo)

    def follow(self, name: str) -> None:
        """A gesture of that name was just done: it is what can be taken back, and nothing can be redone."""
        self._offer(name, None)

    def ask(self) -> None:
        """Ask the change log what can be taken back, and what can be done again."""
        self._ctx.jobs.read_latest(
            "shell.undo",
            lambda job: (self._hooks.last_undoable(), self._hooks.last_redoable()),
            self._on_asked,
            on_error=self._on_failed,
        )

    def _act(self, way: _Way, back: _Way) -> None:
        name = way.name
        if name is None:
            return
        self._offer(None, None)
        self._ctx.jobs.write(
            f"{way.verb}{NBSP}: {name}",
            way.run,
            partial(self._on_done, way, back, name),
            on_error=self._on_refused,
            on_cancelled=self.ask,
            parent=self._window,
        )

    def _on_done(self, way: _Way, back: _Way, name: str, change: Change) -> None:
        # Without its name: it is no gesture of the person's own, the other way is what is offered.
        self._ctx.changes.publish(replace(change, name=""))
        back.offer(name)
        self.done.emit(f"{way.done}{NBSP}: {name}", back.verb, partial(self._act, back, way))

    def _on_asked(self, names: tuple[str | None, str | None]) -> None:
        self._offer(*names)

    def _on_failed(self, error: Exception) -> None:
        self.failed.emit(error)

    def _on_refused(self, error: Exception) -> None:
        self.refused.emit(error)
        self.ask()

    def _offer(self, undoable: str | None, redoable: str | None) -> None:
        self._undo.offer(undoable)
        self._redo.offer(redoable)
