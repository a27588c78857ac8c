"""First state of the page: which kind of list, for which cohort, in which file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.ui.imports.drop_zone import DropZone
from gen_desktop.ui.imports.kinds import KINDS
from gen_desktop.ui.widgets.badge import StatusDisc
from gen_desktop.ui.widgets.basics import button, label
from gen_desktop.ui.widgets.card import Card, Notice
from gen_desktop.ui.widgets.choice_buttons import ChoiceButtons
from gen_desktop.ui.widgets.code_combo import CodeCombo

COHORT_OF_LIST = "Celle(s) de la liste"
SENTENCES_SHOWN = 8
_PROMISES = (
    ("Rien n’est écrit sans vous", "La liste est d’abord lue, vérifiée et montrée, ligne par ligne."),
    ("Vos titres sont reconnus", "«\u00a0Tél.\u00a0» ou «\u00a0TELEPHONE\u00a0», tous se valent."),
    ("Un import s’annule d’un coup", "Ctrl Z retire tout ce qu’il a écrit, tant que rien n’a suivi."),
)  # fmt: skip


class ChoosePane(QWidget):
    """``kind``, ``cohort_code`` and ``sheet`` are what the person chose; the page holds the file."""

    file_wanted = Signal()
    read_wanted = Signal()
    blank_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.kinds = ChoiceButtons(
            [(kind.code, kind.title) for kind in KINDS.values()], name="Que contient la liste"
        )
        self._about = label("", "secondary", wrap=True)
        self.cohorts = CodeCombo(none_text=COHORT_OF_LIST)
        self.cohorts.setAccessibleName("Cohorte")
        self.cohorts.setMinimumWidth(240)
        self.zone = DropZone()
        self.notice = Notice("wrong", "")
        self.sheets = CodeCombo(optional=False)
        self.sheets.setAccessibleName("Feuille à lire")
        self._sheet_row = _labelled("Feuille à lire", self.sheets)
        self.blank_button = button("", self.blank_wanted.emit, kind="link")
        self._lay_out()
        self.kinds.chosen.connect(self.set_kind)
        self.zone.choose_wanted.connect(self.file_wanted)
        self.zone.read_wanted.connect(self.read_wanted)
        self.sheets.chosen.connect(lambda _sheet: self.read_wanted.emit())
        self.set_kind("learners")
        self.show_refusal((), ())

    @property
    def kind(self) -> str:
        """The kind of list chosen."""
        return self.kinds.code() or "learners"

    @property
    def cohort_code(self) -> str | None:
        """The cohort chosen, None to follow the list."""
        return self.cohorts.code()

    @property
    def sheet(self) -> str | None:
        """The sheet chosen after a refusal, None to let the reader find the list."""
        return self.sheets.code()

    def set_kind(self, kind: str) -> None:
        """Show that kind of list. KeyError for an unknown one."""
        self.kinds.set_code(kind)
        self._about.setText(KINDS[kind].about)
        self.blank_button.setText(f"Créer un classeur vierge «\u00a0{KINDS[kind].title}\u00a0»…")

    def set_cohorts(self, codes: Sequence[str]) -> None:
        """The cohorts to choose from."""
        self.cohorts.set_codes([(code, code) for code in codes])

    def set_file(self, path: Path | None) -> None:
        """Show the file chosen; what was refused of another one is forgotten."""
        self.zone.show_file(path)
        self.show_refusal((), ())

    def show_refusal(self, sentences: Sequence[str], sheets: Sequence[str], sheet: str | None = None) -> None:
        """Say why the file cannot be read; with several sheets, offer the others. () takes it away."""
        self.notice.setVisible(bool(sentences))
        self._sheet_row.setVisible(bool(sentences and sheets))
        self.sheets.set_codes([(name, name) for name in sheets] if sentences else [])
        self.sheets.set_code(sheet if sheet in sheets else None)
        if not sentences:
            return
        rest = len(sentences) - SENTENCES_SHOWN
        shown = list(sentences[:SENTENCES_SHOWN])
        if rest > 0:
            shown.append(f"… et {french.plural(rest, 'autre raison', 'autres raisons')}.")
        self.notice.set("wrong", "Ce fichier ne peut pas être importé", "\n".join(shown))

    def _lay_out(self) -> None:
        card = Card()
        for heading, *widgets in (
            ("Que contient la liste\u202f?", self.kinds, self._about),
            ("De quelle cohorte\u202f?", self.cohorts),
            ("Dans quel fichier\u202f?", self.zone, self.notice, self._sheet_row),
        ):
            if card.body.count():
                card.body.addSpacing(10)
            card.add(label(str(heading), "strong"))
            for widget in widgets:
                at = Qt.AlignmentFlag.AlignLeft if widget is self.cohorts else Qt.AlignmentFlag(0)
                card.body.addWidget(widget, 0, at)
        card.body.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(card, 68)
        layout.addWidget(self._beside(), 32)

    def _beside(self) -> Card:
        card = Card("Bon à savoir")
        for heading, words in _PROMISES:
            row = QHBoxLayout()
            row.setSpacing(9)
            row.addWidget(StatusDisc("good"), 0, Qt.AlignmentFlag.AlignTop)
            text = QVBoxLayout()
            text.setSpacing(1)
            text.addWidget(label(heading, wrap=True))
            text.addWidget(label(words, "secondary", wrap=True))
            row.addLayout(text, 1)
            card.body.addLayout(row)
            card.body.addSpacing(6)
        card.add_line()
        card.body.addSpacing(4)
        card.add(label("Pas encore de liste\u202f?", "strong"))
        words = "Un classeur avec les bons titres et une ligne d’exemple, à remplir dans votre tableur."
        card.add(label(words, "secondary", wrap=True))
        card.body.addWidget(self.blank_button, 0, Qt.AlignmentFlag.AlignLeft)
        card.body.addStretch(1)
        return card


def _labelled(text: str, field: QWidget) -> QWidget:
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(8)
    layout.addWidget(label(text, "secondary"))
    layout.addWidget(field)
    layout.addStretch(1)
    return row
