"""Under the code of a certification: what the sheet of the register says, taken into the form at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.french import NBSP
from gen_desktop.models.course_codes import MOST_FORMACODES
from gen_desktop.models.names import fold
from gen_desktop.models.rncp_sheet import SheetFacts, bare_code
from gen_desktop.queries.rncp_sheets import sheet_of
from gen_desktop.ui import dialogs, typed
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.widgets.basics import button, label

TAKE, KEEP = "Remplacer par la fiche", "Garder ce qui est saisi"


@dataclass(frozen=True, slots=True)
class Place:
    """A field of the form. ``told``: what it holds; ``put``: types something there."""

    name: str
    told: Callable[[], str]
    put: Callable[[str], object]


class RncpOffer(QWidget):
    """Shown when a sheet of that code is kept. ``skills``: of each block, once the sheet is taken."""

    def __init__(self, ctx: AppContext, places: Mapping[str, Place], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._places = places
        self._sheet: SheetFacts | None = None
        self.skills: dict[str, tuple[str, ...]] = {}
        self.said = label("", "secondary", wrap=True)
        self.take_button: QPushButton = button("Reprendre la fiche", self.take, kind="link")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.said)
        layout.addWidget(self.take_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def look_up(self, text: str) -> None:
        """Offer the sheet of that code, if it is kept."""
        code = bare_code(text)
        known = self._sheet.code if self._sheet is not None else ""
        if code == known and known:
            return
        self.skills = {}
        self._sheet = None
        if code:
            with self._ctx.db.read() as session:
                self._sheet = sheet_of(session, code)
        self.setVisible(self._sheet is not None)
        if self._sheet is not None:
            self.said.setText(_about(self._sheet))

    def take(self) -> None:
        """Fill what is empty; what is typed otherwise is replaced only when the person says so."""
        if self._sheet is None:
            return
        told = facts_of(self._sheet)
        empty = [name for name, text in told.items() if text and not self._places[name].told().strip()]
        other = [
            name for name, text in told.items() if text and name not in empty and self._differs(name, text)
        ]
        if other:
            answer = dialogs.choose(
                self,
                f"La fiche {self._sheet.code} dit autre chose que ce qui est saisi",
                "\n".join(self._compared(name, told[name]) for name in other),
                choices=[TAKE, KEEP],
            )
            if answer is None:
                return
            if answer == 1:
                other = []
        for name in (*empty, *other):
            self._places[name].put(told[name])
        self.skills = {block.code: block.skills for block in self._sheet.blocks if block.skills}
        taken = sum(len(skills) for skills in self.skills.values())
        with_skills = f", {french.plural(taken, 'compétence')} à l’enregistrement" if taken else ""
        self.said.setText(f"Fiche {self._sheet.code} reprise{with_skills}.")

    def _differs(self, name: str, text: str) -> bool:
        return _bare(self._places[name].told()) != _bare(text)

    def _compared(self, name: str, text: str) -> str:
        place = self._places[name]
        return f"• {place.name}{NBSP}: {_short(text)} (saisi{NBSP}: {_short(place.told())})"


def facts_of(sheet: SheetFacts) -> dict[str, str]:
    """Field of the course → what the sheet says of it, as it is typed; '' for nothing."""
    return {
        "title": sheet.title,
        "certification_title": sheet.title,
        "valid_until": french.short_date(sheet.valid_until) if sheet.valid_until else "",
        "level": sheet.level or "",
        "rome": ", ".join(sheet.rome_codes),
        "nsf": sheet.nsf_code or "",
        "formacodes": ", ".join(sheet.formacodes[:MOST_FORMACODES]),
        "blocks": typed.blocks_text([(block.code, block.title) for block in sheet.blocks]),
    }


def _about(sheet: SheetFacts) -> str:
    until = f", valable jusqu’au {french.short_date(sheet.valid_until)}" if sheet.valid_until else ""
    blocks = french.plural(len(sheet.blocks), "bloc")
    return f"{sheet.title}{NBSP}: {blocks}{until}."


def _bare(text: str) -> str:
    return fold(" ".join(text.split()))


def _short(text: str) -> str:
    line = " / ".join(text.splitlines())
    return line if len(line) <= 80 else f"{line[:79]}…"
