"""The reports there are, in a column: a name, and when one makes it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from gen_desktop.ui import theme
from gen_desktop.ui.widgets.basics import button

REPORTS = (
    ("follow_up", "Rapport de suivi", "trimestre, mois, année"),
    ("evaluation", "Rapport d’évaluation", "fin de cohorte, 3 ou 6 mois, annuel"),
    ("public_follow_up", "Suivi, version publique", "sans petits effectifs, à diffuser"),
    ("public_evaluation", "Évaluation, version publique", "sans petits effectifs, à diffuser"),
    ("quality_sheet", "Fiche indicateurs", "à publier, Qualiopi"),
    ("esf_balance", "Bilan FSE+", "participants, sorties, six mois"),
    ("bpf_statement", "Aide au BPF", "exercice comptable, à saisir"),
    ("financial_balance", "Bilan financier", "prévu, réalisé, coûts"),
    ("completeness_state", "Complétude et anomalies", "pour corriger avant d’envoyer"),
)
COMMENT = "Écrire ce que dit l’organisme dans ce rapport"
WIDTH = 216
NARROW = 172
PADDING = 12
HEIGHT = 46


class ReportList(QWidget):
    """``chosen(kind)`` when the person takes another report; arrows move among them.

    ``text_button`` asks for the writer's own words.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(WIDTH)
        self.setAccessibleName("Rapports")
        self.buttons: dict[str, _ReportButton] = {}
        group = QButtonGroup(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for kind, title, detail in REPORTS:
            made = _ReportButton(title, detail, self)
            made.toggled.connect(partial(self._on_toggled, kind))
            group.addButton(made)
            self.buttons[kind] = made
            layout.addWidget(made)
        layout.addStretch(1)
        layout.addSpacing(8)
        self.text_button = button("Commentaire…")
        layout.addWidget(self.text_button)

    def set_can_comment(self, can: bool, why_not: str = "") -> None:
        """Whether the report in view holds the writer's own words; if not, why."""
        self.text_button.setEnabled(can)
        self.text_button.setToolTip(COMMENT if can else why_not)

    def set_narrow(self, narrow: bool) -> None:
        """Leave more room to the preview, or take the usual width."""
        self.setFixedWidth(NARROW if narrow else WIDTH)

    def select(self, kind: str) -> None:
        """Show that choice without a signal."""
        self.blockSignals(True)
        self.buttons[kind].setChecked(True)
        self.blockSignals(False)

    def _on_toggled(self, kind: str, on: bool) -> None:
        if on:
            self.chosen.emit(kind)


class _ReportButton(QAbstractButton):
    def __init__(self, title: str, detail: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._title, self._detail = title, detail
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{title}, {detail}")
        self.setToolTip(detail)

    def sizeHint(self) -> QSize:
        return QSize(NARROW, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        background = "accent_tint" if self.isChecked() else "hover" if self.underMouse() else "window"
        painter.setBrush(look.color(background))
        focused = self.hasFocus()
        painter.setPen(QPen(look.color("accent"), 1) if focused else Qt.PenStyle.NoPen)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, theme.CONTROL_RADIUS, theme.CONTROL_RADIUS)
        weight = QFont.Weight.DemiBold if self.isChecked() else QFont.Weight.Medium
        token = "accent" if self.isChecked() else "text"
        top = _text(painter, self._title, theme.font(weight=weight), (token, 5, self.width()))
        _text(painter, self._detail, theme.font(12), ("secondary", top, self.width()))


def _text(painter: QPainter, text: str, font: QFont, place: tuple[str, int, int]) -> int:
    """Draw one line at (token, top, width), cut when too long; where the next line begins."""
    token, top, width = place
    metrics = QFontMetrics(font)
    painter.setFont(font)
    painter.setPen(theme.current().color(token))
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width - 2 * PADDING)
    painter.drawText(PADDING, top + metrics.ascent(), shown)
    return top + metrics.height() + 1
