"""The line under the grid: its keys, or what is being typed, and when it was saved."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from gen_desktop import french
from gen_desktop.ui.attendance.keys import REASONS, Pending
from gen_desktop.ui.widgets.basics import ElidedLabel
from gen_desktop.ui.widgets.key_bar import KeyBar
from gen_desktop.ui.widgets.key_hints import KeyHints

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


class GridKeyBar(KeyBar):
    """Shows one line at a time: the keys, the reasons, the minutes, or a sentence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        keys = KeyHints(_KEYS)
        keys.setToolTip(_MORE)
        super().__init__(keys, parent)
        reasons = [(letter, word) for letter, _, word in REASONS]
        self._reasons = KeyHints([*reasons, ("↵", "autre")])
        self._minutes = ElidedLabel("", "strong")
        for line in (self._reasons, self._minutes):
            self.lines.addWidget(line)

    @property
    def shows_reasons(self) -> bool:
        """Whether the reasons of a justified absence are offered."""
        return self.lines.currentWidget() is self._reasons

    def show_pending(self, pending: Pending | None) -> None:
        """Offer what can follow, or the keys again when nothing waits."""
        self.saved.setVisible(pending is None)
        if pending is None:
            self.show_line(self.keys)
        elif pending.kind == "reason":
            self.show_line(self._reasons)
        elif pending.problem:
            self.say(f"{pending.digits}{french.NBSP}: {pending.problem[0].lower()}{pending.problem[1:]}")
        else:
            typed = french.duration(pending.minutes) if pending.digits else "…"
            self._minutes.set_text(
                f"Minutes de retard ou de départ anticipé{french.NBSP}: {typed}    "
                "Entrée pour valider, Échap pour renoncer"
            )
            self.show_line(self._minutes)
