"""Last state of the page: what was written, and the way to it or back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.queries.imported import Fate
from gen_desktop.ui import icons, theme
from gen_desktop.ui.imports.doors import DUPLICATES
from gen_desktop.ui.imports.kinds import KINDS
from gen_desktop.ui.imports.work import Written
from gen_desktop.ui.pages import has_page
from gen_desktop.ui.widgets.basics import button, label
from gen_desktop.ui.widgets.card import Card

WIDEST = 600
_FATES = {
    Fate.LAST: "",
    Fate.FOLLOWED: "Une autre saisie a suivi\u00a0: annulez-la d’abord pour pouvoir annuler l’import.",
    Fate.UNDONE: "L’import a été annulé\u00a0: plus rien n’en reste dans le fichier.",
}


class DonePane(QWidget):
    """Says what is wanted; the page does it."""

    undo_wanted = Signal()
    door_wanted = Signal()
    cohort_wanted = Signal(object)
    doubts_wanted = Signal()
    report_wanted = Signal()
    again_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._icon = ("check", "good")
        self._cohort_id: int | None = None
        self._doubts = 0
        self._picture = QLabel(self)
        self.heading = label("", "title", wrap=True)
        self.text = label("", wrap=True)
        self.fate = label("", "secondary", wrap=True)
        self.door_button = button("", self.door_wanted.emit, kind="primary")
        self.cohort_button = button("Aller à la cohorte", self._go_to_cohort)
        self.undo_button = button("Annuler l’import", self.undo_wanted.emit, tooltip="Ctrl Z")
        self.doubts_button = button("", self.doubts_wanted.emit, kind="link")
        self.report_button = button("Voir le compte rendu", self.report_wanted.emit, kind="link")
        self.again_button = button("Importer une autre liste", self.again_wanted.emit, kind="link")
        self._lay_out()
        theme.announcer.applied.connect(self._draw)

    def show_written(self, written: Written) -> None:
        """What that import did."""
        kind = KINDS[written.kind]
        self.heading.setText("La liste est importée")
        self.text.setText("\n".join(written.sentences))
        self.door_button.setText(kind.door)
        doubts = "doublon possible à examiner", "doublons possibles à examiner"
        self.doubts_button.setText(french.plural(written.doubts, *doubts))
        self.doubts_button.setEnabled(has_page(DUPLICATES))
        self._doubts = written.doubts
        self._cohort_id = written.cohort_ids[0] if len(written.cohort_ids) == 1 else None
        self.show_fate(Fate.LAST)

    def show_fate(self, fate: Fate) -> None:
        """Whether the import stands, and whether it is still the last gesture."""
        is_there = fate != Fate.UNDONE
        if not is_there:
            self.heading.setText("L’import est annulé")
        self._icon = ("check", "good") if is_there else ("undo", "secondary")
        self._draw()
        self.fate.setText(_FATES[fate])
        self.fate.setVisible(bool(_FATES[fate]))
        self.text.setVisible(is_there)
        self.door_button.setVisible(is_there)
        self.cohort_button.setVisible(is_there and self._cohort_id is not None)
        self.undo_button.setVisible(is_there)
        self.report_button.setVisible(is_there)
        self.doubts_button.setVisible(is_there and self._doubts > 0)
        self.undo_button.setEnabled(fate == Fate.LAST)

    def _go_to_cohort(self) -> None:
        self.cohort_wanted.emit(self._cohort_id)

    def _draw(self) -> None:
        self._picture.setPixmap(icons.pixmap(*self._icon, size=32, scale=2))

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for widget in (self.door_button, self.cohort_button, self.undo_button):
            buttons.addWidget(widget)
        buttons.addStretch(1)
        inner = Card(margins=24)
        inner.setFixedWidth(WIDEST)
        column = inner.body
        column.setSpacing(10)
        for words_of_it in (self._picture, self.heading, self.text, self.fate):
            column.addWidget(words_of_it)
        column.addWidget(self.doubts_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(6)
        column.addLayout(buttons)
        for link in (self.report_button, self.again_button):
            column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        # Between stretches, not aligned: an aligned widget would not get the height its words need.
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(inner)
        middle.addStretch(1)
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        layout.addLayout(middle)
        layout.addStretch(3)
