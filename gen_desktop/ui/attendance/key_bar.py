"""The line under the grid: its keys, or what is being typed, and when it was saved."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTime
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedLayout, QWidget

from gen_desktop import french
from gen_desktop.ui.attendance.keys import REASONS, Pending
from gen_desktop.ui.widgets.basics import ElidedLabel, label
from gen_desktop.ui.widgets.key_hints import KeyHints

SPACING = 12
_KEYS = (
    ("P", "présent"),
    ("A", "absent"),
    ("J", "justifié, puis motif"),
    ("R", "retard ou départ, puis minutes"),
    ("I", "justifier"),
    ("Maj P", "toute la colonne"),
    ("Ctrl Z", "annuler"),
)
_MORE = (
    "S\u00a0: séance suspendue (les heures ne sont pas dues)\n"
    "Suppr\u00a0: non saisi\n"
    "Ctrl D\u00a0: recopier la demi-journée précédente\n"
    "Maj A\u00a0: toute la colonne absente\n"
    "Ctrl A puis P\u00a0: tout ce qui est montré\n"
    "Chiffres\u00a0: aller à la personne de ce numéro\n"
    "Page préc., Page suiv.\u00a0: semaine, mois ou personne d’avant, d’après\n"
    "Alt S, Alt M, Alt A\u00a0: vue de la semaine, du mois, de l’apprenant"
)


class KeyBar(QWidget):
    """Shows one line at a time: the keys, the reasons, the minutes, or a sentence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = KeyHints(_KEYS)
        self._keys.setToolTip(_MORE)
        reasons = [(letter, word) for letter, _, word in REASONS]
        self._reasons = KeyHints([*reasons, ("↵", "autre")])
        self._minutes = ElidedLabel("", "strong")
        self._sentence = ElidedLabel("", "attention")
        lines = QWidget(self)
        self._lines = QStackedLayout(lines)
        self._lines.setContentsMargins(0, 0, 0, 0)
        for line in (self._keys, self._reasons, self._minutes, self._sentence):
            self._lines.addWidget(line)
        # The keys may be cut in a narrow window; they must never make it wider.
        lines.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        lines.setMinimumHeight(self._keys.sizeHint().height())
        self._saved_at = ""
        self._saved = label("", "secondary")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING)
        layout.addWidget(lines, 1)
        layout.addWidget(self._saved, 0, Qt.AlignmentFlag.AlignRight)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @property
    def saved_text(self) -> str:
        """What is said about saving."""
        return self._saved.text()

    @property
    def sentence(self) -> str:
        """The sentence shown in place of the keys, '' when there is none."""
        return self._sentence.full_text() if self._lines.currentWidget() is self._sentence else ""

    @property
    def shows_reasons(self) -> bool:
        """Whether the reasons of a justified absence are offered."""
        return self._lines.currentWidget() is self._reasons

    def show_pending(self, pending: Pending | None) -> None:
        """Offer what can follow, or the keys again when nothing waits."""
        self._saved.setVisible(pending is None)
        if pending is None:
            self._lines.setCurrentWidget(self._keys)
        elif pending.kind == "reason":
            self._lines.setCurrentWidget(self._reasons)
        elif pending.problem:
            self.say(f"{pending.digits}{french.NBSP}: {pending.problem[0].lower()}{pending.problem[1:]}")
        else:
            typed = french.duration(pending.minutes) if pending.digits else "…"
            self._minutes.set_text(
                f"Minutes de retard ou de départ anticipé{french.NBSP}: {typed}    "
                "Entrée pour valider, Échap pour renoncer"
            )
            self._lines.setCurrentWidget(self._minutes)

    def say(self, sentence: str) -> None:
        """Why nothing happened; ``hush`` takes it away."""
        self._sentence.set_text(sentence)
        self._lines.setCurrentWidget(self._sentence)

    def hush(self) -> None:
        """Take the sentence away: the keys again."""
        if self.sentence:
            self._lines.setCurrentWidget(self._keys)

    def show_saved(self, gesture: str) -> None:
        """The gesture is on the disk."""
        self._saved_at = QTime.currentTime().toString("HH:mm")
        self._saved.setToolTip(gesture)
        self._fit()

    def _fit(self) -> None:
        """Fewer words about saving where the keys need the room."""
        if not self._saved_at:
            words = ("Chaque touche est enregistrée", "")
        else:
            words = (f"Enregistré automatiquement à {self._saved_at}", f"Enregistré à {self._saved_at}")
        needed = self._keys.sizeHint().width() + self.fontMetrics().horizontalAdvance(words[0]) + SPACING
        self._saved.setText(words[0] if needed <= self.width() else words[1])
