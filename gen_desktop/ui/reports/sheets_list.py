"""Beside the preview: the weeks whose sheets can be issued."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from gen_desktop.ui.reports.sheets_work import SheetChoice
from gen_desktop.ui.reports.tick_list import TickLine, TickList

READY, BLOCKED = "Prête", "À compléter"


class SheetsList(TickList):
    """Weeks of one or of all cohorts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Semaines", ("Semaine", "Feuille"), parent)

    def show_choices(self, choices: Sequence[SheetChoice], monday: dt.date | None) -> None:
        """Show them; those of that week are ticked, and the first of them is previewed."""

        def line_of(choice: SheetChoice) -> TickLine:
            state = BLOCKED if choice.obstacles else READY
            return TickLine(choice.title, state, choice.paper.week.monday == monday)

        at = (at for at, one in enumerate(choices) if one.paper.week.monday == monday)
        self.show_papers(choices, line_of, next(at, 0))
