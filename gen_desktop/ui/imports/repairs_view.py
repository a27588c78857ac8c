"""What was mended in each column: how often, with examples, and whether people want it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gen_desktop.importing.repairs import LEFT_UNKNOWN, ColumnRepair
from gen_desktop.ui.imports import words
from gen_desktop.ui.widgets.basics import label, line, scrolled
from gen_desktop.ui.widgets.check_box import CheckBox

_ABOUT = (
    "Décochez ce dont vous ne voulez pas\u00a0: la cellule compte alors comme non comprise, reste inconnue, "
    "ou fait refuser sa ligne quand il la faut. La liste est relue aussitôt."
)
_NOT_UNDERSTOOD = (
    "Ces cellules ne se comprennent pas. Cochez une colonne pour importer ses lignes quand même, "
    "sans cette valeur."
)


class RepairsView(QWidget):
    """``decided(repair, accepted)`` when the person wants a repair, or does not."""

    decided = Signal(object, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes: dict[tuple[str, str], CheckBox] = {}
        self._area = scrolled(QWidget())
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.addWidget(self._area)

    def show_repairs(self, repairs: Sequence[ColumnRepair]) -> None:
        """Those of a list, in the order of its columns."""
        self.boxes = {}
        inner = QWidget()
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.setSpacing(4)
        mended = [one for one in repairs if one.kind != LEFT_UNKNOWN]
        unread = [one for one in repairs if one.kind == LEFT_UNKNOWN]
        for heading, about, some in (
            ("Cellules non comprises", _NOT_UNDERSTOOD, unread),
            ("Ce que le programme a réparé", _ABOUT, mended),
        ):
            if some:
                if layout.count():
                    layout.addSpacing(6)
                    layout.addWidget(line())
                    layout.addSpacing(6)
                layout.addWidget(label(heading, "strong"))
                layout.addWidget(label(about, "secondary", wrap=True))
                layout.addSpacing(4)
                for repair in some:
                    self._add(layout, repair)
        layout.addStretch(1)
        old, self._area = self._area, scrolled(inner)
        self._outer.replaceWidget(old, self._area)
        old.deleteLater()

    def _add(self, layout: QVBoxLayout, repair: ColumnRepair) -> None:
        box = CheckBox(words.repair_sentence(repair))
        box.setChecked(repair.accepted)
        # Not clicked: it may come without its value, and decided would have one too few.
        box.toggled.connect(partial(self.decided.emit, repair))
        examples = label(words.repair_examples(repair), "secondary", wrap=True)
        examples.setContentsMargins(24, 0, 0, 4)
        self.boxes[repair.field, repair.kind] = box
        layout.addWidget(box)
        layout.addWidget(examples)
