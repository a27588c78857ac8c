"""A logo in a form: shown small, chosen from a file, taken away."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gen_desktop.ui import dialogs
from gen_desktop.ui.widgets.basics import button, label

HEIGHT = 56
WIDTH = 180
KINDS = "Images (*.png *.jpg *.jpeg)"


class LogoField(QWidget):
    """``changed()`` when another picture is chosen. ``problem_of(bytes)`` says why a file is no logo."""

    changed = Signal()

    def __init__(self, problem_of: Callable[[bytes], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._problem_of = problem_of
        self._new: bytes | None = None
        self._picture = QLabel()
        self._picture.setAccessibleName("Logo")
        self._picture.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._nothing = label("Aucun logo", "secondary")
        self.error = label("", "error", wrap=True)
        self.choose_button = button("Choisir une image…", self.choose)
        self.remove_button = button("Retirer le logo", self.remove, kind="link")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.choose_button)
        row.addWidget(self.remove_button)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for widget in (self._picture, self._nothing):
            layout.addWidget(widget)
        layout.addLayout(row)
        layout.addWidget(self.error)
        self.show_logo(None)

    def show_logo(self, data: bytes | None) -> None:
        """The picture that is stored, None without any; nothing new is chosen any more."""
        self._new = None
        self._show(data or b"")
        self.set_error("")

    def value(self) -> bytes | None:
        """The picture chosen, empty to take it away, None to leave what is stored."""
        return self._new

    def forget(self) -> None:
        """What was chosen is stored now, and stays shown."""
        self._new = None

    def set_error(self, sentence: str) -> None:
        """What is wrong, under the picture; '' takes it away."""
        self.error.setText(sentence)
        self.error.setVisible(bool(sentence))

    def choose(self) -> None:
        """Ask for a file; what is no logo is said and not taken."""
        path = dialogs.open_file(self, "Choisir un logo", KINDS)
        if path is None:
            return
        try:
            data = path.read_bytes()
        except OSError:
            self.set_error("Ce fichier ne peut pas être lu.")
            return
        sentence = self._problem_of(data)
        self.set_error(sentence)
        if not sentence:
            self._take(data)

    def remove(self) -> None:
        """No logo any more."""
        self.set_error("")
        self._take(b"")

    def _take(self, data: bytes) -> None:
        self._new = data
        self._show(data)
        self.changed.emit()

    def _show(self, data: bytes) -> None:
        pixmap = QPixmap()
        is_shown = bool(data) and pixmap.loadFromData(data)
        if is_shown:
            kept = Qt.AspectRatioMode.KeepAspectRatio
            smooth = Qt.TransformationMode.SmoothTransformation
            self._picture.setPixmap(pixmap.scaled(WIDTH, HEIGHT, kept, smooth))
        self._picture.setVisible(is_shown)
        self._nothing.setVisible(not is_shown)
        self.remove_button.setVisible(is_shown)
