"""A report for each cohort: asked for, then a strip that says how far they are, with a way to stop."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.ui import dialogs
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.pages import Page
from gen_desktop.ui.reports.batch import Batch, Outcome
from gen_desktop.ui.reports.issuing import STATE_FOLDER, kept_folder, open_folder
from gen_desktop.ui.reports.scopes import Scope
from gen_desktop.ui.widgets.basics import ElidedLabel, button

BAR_WIDTH = 220
NAMED = 12
"""So many cohorts are named in a sentence; the others are counted."""


class BatchStrip(QWidget):
    """Asks for a folder, shows how far the batch is, and tells at the end what was made and what was not.

    It stays there as long as something is not made: nothing opens by itself over another page, or over a
    window that is locked.
    """

    def __init__(self, ctx: AppContext, page: Page) -> None:
        super().__init__(page)
        self._ctx = ctx
        self._page = page
        self.batch = Batch(ctx, self)
        self.text = ElidedLabel("")
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(BAR_WIDTH)
        self.bar.setAccessibleName("Rapports enregistrés")
        self._ended: Outcome | None = None
        self.stop_button = button("Arrêter", self.batch.stop)
        self.why_button = button("Pourquoi…", self._say_why)
        self.go_on_button = button("", self._go_on)
        self.close_button = button("Fermer", self._close)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.text, 1)
        row.addWidget(self.bar)
        for one in (self.stop_button, self.why_button, self.go_on_button, self.close_button):
            row.addWidget(one)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
        self._show_running(True)
        self.batch.moved.connect(self._on_moved)
        self.batch.ended.connect(self._on_ended)
        self.hide()

    def ask(self, wanted: Mapping[str, Scope], words: str) -> None:
        """Say how many reports there will be, ask for the folder, and begin.

        ``words``: of which period or horizon they are; '' for none.
        """
        if self.batch.is_running:
            return
        if not wanted:
            dialogs.inform(
                self._page,
                "Aucune cohorte n’est concernée.",
                "Choisissez une autre période ou d’autres cohortes.",
            )
            return
        counted = french.plural(len(wanted), "rapport")
        if not dialogs.ask(
            self._page,
            ", ".join(filter(None, (counted, "un par cohorte", words))) + ".",
            f"{_some(wanted)}\n\nChaque rapport est enregistré dans le dossier choisi et inscrit au "
            "registre. Rien n’y est remplacé.",
            yes="Choisir le dossier…",
        ):
            return
        folder = dialogs.open_folder(self._page, "Dossier des rapports", kept_folder(self._ctx))
        if folder is None:
            return
        self._ctx.state.setValue(STATE_FOLDER, str(folder))
        self._start(wanted, folder)

    def under_way(self) -> str:
        """« 3 rapports sur 12 sont enregistrés », '' when none is being made."""
        saved, wanted = self.batch.progress
        verb = french.form(saved, "est enregistré", "sont enregistrés")
        return f"{french.plural(saved, 'rapport')} sur {wanted} {verb}" if wanted else ""

    def _start(self, wanted: Mapping[str, Scope], folder: Path) -> None:
        self._show_running(True)
        self.show()
        self.batch.start(wanted, folder)

    def _show_running(self, is_running: bool) -> None:
        for one in (self.bar, self.stop_button):
            one.setVisible(is_running)
        for one in (self.why_button, self.go_on_button, self.close_button):
            one.setVisible(not is_running)

    def _say_why(self) -> None:
        if self._ended is not None:
            reasons = f"Ceux-ci n’ont pas pu être faits\u00a0:\n{_reasons(self._ended)}"
            said = [self._ended.halted, reasons if self._ended.failed else ""]
            dialogs.warn(self._page, self.text.full_text(), "\n\n".join(filter(None, said)))

    def _go_on(self) -> None:
        if self._ended is not None:
            self._start(self._ended.left, self._ended.folder)

    def _close(self) -> None:
        self._ended = None
        self.hide()

    def _on_moved(self, done: int, total: int, name: str) -> None:
        self.text.set_text(f"Un rapport par cohorte\u00a0: {done + 1} sur {total}, {name}")
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def _on_ended(self, outcome: Outcome) -> None:
        said = _words(outcome)
        if not outcome.left:
            self._close()
            self._page.tell(said, "Ouvrir le dossier", partial(open_folder, outcome.folder))
            return
        self._ended = outcome
        self.text.set_text(said)
        self._show_running(False)
        self.why_button.setVisible(bool(outcome.failed or outcome.halted))
        several = f"Faire les {french.number(len(outcome.left))} autres"
        self.go_on_button.setText(several if len(outcome.left) > 1 else "Faire l’autre")
        self._page.tell(said)


def _words(outcome: Outcome) -> str:
    saved = french.plural(outcome.saved, "rapport enregistré", "rapports enregistrés")
    stopped = ", arrêté à votre demande" if outcome.is_stopped else ""
    halted = " Le suivant n’a pas pu être écrit." if outcome.halted else ""
    return f"{saved} sur {outcome.wanted}{stopped}.{halted}"


def _some(names: Iterable[str]) -> str:
    """The cohorts, or the first ones of many."""
    known = list(names)
    more = f" et {len(known) - NAMED} autres" if len(known) > NAMED else ""
    return f"{', '.join(known[:NAMED])}{more}."


def _reasons(outcome: Outcome) -> str:
    """A line for each cohort that has no report; the first ones of many."""
    lines = [f"• {name}\u00a0: {reason}" for name, reason in outcome.failed.items()]
    more = [f"… et {len(lines) - NAMED} autres."] if len(lines) > NAMED else []
    return "\n".join(lines[:NAMED] + more)
