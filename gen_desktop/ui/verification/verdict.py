"""The card that says what a verification found, and what to do about it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gen_desktop.services.verification import Verification
from gen_desktop.ui import theme
from gen_desktop.ui.verification import words
from gen_desktop.ui.widgets.badge import StatusDisc
from gen_desktop.ui.widgets.basics import LabelRole, button, label
from gen_desktop.ui.widgets.card import Card

CAPTION = 110


class VerdictCard(Card):
    """Built once for each verdict. ``backups_wanted`` when the person wants to see the way back."""

    backups_wanted = Signal()

    def __init__(self, found: Verification, moment: str) -> None:
        super().__init__()
        self._seal = found.seal
        sentence, tone = words.headline(found)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(StatusDisc(tone), 0, Qt.AlignmentFlag.AlignTop)
        self.headline = label(sentence, "strong", wrap=True)
        head.addWidget(self.headline, 1)
        head.addWidget(label(moment, "small"), 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(head)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnMinimumWidth(0, CAPTION)
        self._grid.setColumnStretch(1, 1)
        self.body.addLayout(self._grid)
        self._fill(found)

    def texts(self) -> list[str]:
        """Every line of the card, as read."""
        return [one.text() for one in self.findChildren(QLabel) if one.text()]

    def _fill(self, found: Verification) -> None:
        for caption, text in words.facts(found):
            self._add(caption, label(text, wrap=True))
        if found.seal:
            self._add("Sceau du jour", self._seal_row())
        if found.printed:
            role: LabelRole = "good" if found.is_printed_found else "error"
            self._add("Sceau imprimé", label(found.printed, role, wrap=True))
        for number, text in enumerate(words.faults(found)):
            self._add("" if number else "Ce qui ne va pas", label(text, "error", wrap=True, selectable=True))
        if found.faults:
            self._add("Que faire", self._advice(found))

    def _add(self, caption: str, widget: QWidget) -> None:
        row = self._grid.rowCount()
        self._grid.addWidget(label(caption, "secondary"), row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(widget, row, 1)

    def _seal_row(self) -> QWidget:
        shown = label(self._seal, wrap=True, selectable=True)
        mono = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        mono.setPixelSize(theme.SMALL_PX)
        shown.setFont(mono)
        return _beside(shown, button("Copier", self._copy, kind="link"))

    def _advice(self, found: Verification) -> QWidget:
        text = "Voir les sauvegardes" if found.way_back is None else "Voir cette sauvegarde"
        self.backups_button = button(text, self.backups_wanted.emit)
        held = QWidget()
        layout = QVBoxLayout(held)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(label(words.way_back(found), wrap=True))
        layout.addWidget(self.backups_button, 0, Qt.AlignmentFlag.AlignLeft)
        return held

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._seal)


def _beside(left: QWidget, right: QWidget) -> QWidget:
    held = QWidget()
    layout = QHBoxLayout(held)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(8)
    layout.addWidget(left, 1)
    layout.addWidget(right, 0, Qt.AlignmentFlag.AlignTop)
    return held
