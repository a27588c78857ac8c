"""Questionnaires handed out: to people of the cohort, or a number of them without a name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit

from gen_desktop.changes import Change
from gen_desktop.errors import InvalidInput
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.side_form import SideForm
from gen_desktop.ui.widgets.basics import label
from gen_desktop.ui.widgets.date_edit import DateEdit

NOT_A_NUMBER = "Donnez un nombre."


class DayForm(SideForm):
    """The one day that is asked before a gesture is written: questionnaires handed out, or reminded of."""

    def __init__(
        self, ctx: AppContext, title: str, said: str, field: str, write: Callable[[dt.date], Change]
    ) -> None:
        super().__init__(ctx, title)
        self._write = write
        self.rows.add_wide(label(said, "secondary", wrap=True))
        self.day = DateEdit(ctx.today)
        self.rows.add(field, "Le", self.day, required=True)
        self.day.set_value(ctx.today())
        self.start()

    def write(self) -> Change:
        day = self.day.value()
        assert day is not None  # required
        return self._write(day)

    def take_focus(self) -> None:
        self.day.setFocus()


class NamelessForm(SideForm):
    """How many questionnaires without a name were handed out."""

    def __init__(self, ctx: AppContext, code: str, write: Callable[[int, dt.date], Change]) -> None:
        super().__init__(ctx, "Questionnaires sans nom", code)
        self._write = write
        self.number = QLineEdit()
        self.day = DateEdit(ctx.today)
        self.rows.add("count", "Combien", self.number, required=True)
        self.rows.add("sent_on", "Le", self.day, required=True)
        self.day.set_value(ctx.today())
        self.start()

    def write(self) -> Change:
        day = self.day.value()
        assert day is not None  # required
        text = self.number.text().strip()
        if not text.isdecimal():
            raise InvalidInput.one("count", NOT_A_NUMBER)
        return self._write(int(text), day)

    def take_focus(self) -> None:
        self.number.setFocus()
