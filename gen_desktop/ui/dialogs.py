"""Every message, question and file dialog. Tests patch ``run`` and ``pick_path(s)`` here, nowhere else."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QInputDialog, QLineEdit, QMessageBox, QPushButton, QWidget

from gen_desktop import APP_NAME
from gen_desktop.errors import AppError, Conflict, InvalidInput, NotFound, StorageProblem

PathKind = Literal["open", "save", "folder"]

EXCEL_OR_CSV = "Classeurs et CSV (*.xlsx *.xlsm *.xls *.ods *.csv *.txt)"
PDF = "Document PDF (*.pdf)"


def run(dialog: QDialog) -> int:
    """Show a modal dialog and wait for its answer. Every modal dialog of the program goes through here."""
    return dialog.exec()


def inform(parent: QWidget | None, text: str, detail: str = "") -> None:
    """Say something that needs no decision. Prefer a toast when nothing would be lost by not reading it."""
    run(_box(parent, QMessageBox.Icon.Information, text, detail, "Fermer"))


def warn(parent: QWidget | None, text: str, detail: str = "") -> None:
    """Say what could not be done, and in ``detail`` what to do next."""
    run(_box(parent, QMessageBox.Icon.Warning, text, detail, "Fermer"))


def ask(parent: QWidget | None, text: str, detail: str = "", *, yes: str, no: str = "Annuler") -> bool:
    """A question whose buttons say what they do; Enter is ``yes``, Escape is ``no``."""
    return choose(parent, text, detail, choices=[yes], cancel=no) == 0


def ask_to_lose(parent: QWidget | None, text: str, detail: str = "", *, yes: str, no: str) -> bool:
    """A question whose ``yes`` throws something away: Enter and Escape are both ``no``."""
    box, buttons = _question(parent, text, detail, [yes], no)
    box.setDefaultButton(cast(QPushButton, box.escapeButton()))
    run(box)
    return box.clickedButton() is buttons[0]


def choose(
    parent: QWidget | None, text: str, detail: str = "", *, choices: Sequence[str], cancel: str = "Annuler"
) -> int | None:
    """Which of these buttons was taken, or None for the way out. The first choice answers Enter."""
    box, buttons = _question(parent, text, detail, choices, cancel)
    if buttons:
        box.setDefaultButton(buttons[0])
    run(box)
    clicked = box.clickedButton()
    return next((position for position, button in enumerate(buttons) if button is clicked), None)


def ask_text(
    parent: QWidget | None, title: str, label: str, text: str = "", *, hidden: bool = False
) -> str | None:
    """One line of text, None when the person gave up."""
    dialog = QInputDialog(parent)
    dialog.setWindowTitle(title)
    dialog.setLabelText(label)
    dialog.setTextValue(text)
    if hidden:
        dialog.setTextEchoMode(QLineEdit.EchoMode.Password)
    return dialog.textValue() if run(dialog) else None


def open_file(parent: QWidget | None, title: str, kinds: str, folder: Path | None = None) -> Path | None:
    """A file to read; ``kinds`` is a Qt filter, see EXCEL_OR_CSV."""
    return pick_path(parent, "open", title, kinds, folder)


def open_files(parent: QWidget | None, title: str, kinds: str) -> list[Path]:
    """Several files to read; none when the person gave up."""
    return pick_paths(parent, title, kinds)


def save_file(parent: QWidget | None, title: str, kinds: str, suggested: Path | None = None) -> Path | None:
    """Where to write; an existing file has already been confirmed by the person."""
    return pick_path(parent, "save", title, kinds, suggested)


def open_folder(parent: QWidget | None, title: str, folder: Path | None = None) -> Path | None:
    """A folder."""
    return pick_path(parent, "folder", title, "", folder)


def show_error(parent: QWidget | None, error: BaseException) -> None:
    """The default answer to a failure: a sentence for those we foresee, the crash dialog for a bug."""
    if isinstance(error, StorageProblem):
        run(_box(parent, QMessageBox.Icon.Critical, str(error), "Rien n’a été enregistré.", "Fermer"))
    elif isinstance(error, Conflict | NotFound):
        warn(parent, str(error), "La page affiche maintenant l’état enregistré.")
    elif isinstance(error, InvalidInput):
        sentences = [problem.sentence for problem in error.problems]
        warn(parent, sentences[0] if len(sentences) == 1 else "Rien n’a été enregistré.", _listed(sentences))
    elif isinstance(error, AppError):
        warn(parent, str(error))
    else:
        sys.excepthook(type(error), error, error.__traceback__)


def pick_path(
    parent: QWidget | None, kind: PathKind, title: str, kinds: str, start: Path | None
) -> Path | None:
    """Ask for a path with the system's own dialog."""
    where = str(start) if start is not None else ""
    if kind == "folder":
        chosen = QFileDialog.getExistingDirectory(parent, title, where)
    elif kind == "open":
        chosen, _ = QFileDialog.getOpenFileName(parent, title, where, kinds)
    else:
        chosen, _ = QFileDialog.getSaveFileName(parent, title, where, kinds)
    return Path(chosen) if chosen else None


def pick_paths(parent: QWidget | None, title: str, kinds: str) -> list[Path]:
    """Ask for several files with the system's own dialog."""
    chosen, _ = QFileDialog.getOpenFileNames(parent, title, "", kinds)
    return [Path(one) for one in chosen]


def _question(
    parent: QWidget | None, text: str, detail: str, choices: Sequence[str], cancel: str
) -> tuple[QMessageBox, list[QPushButton]]:
    box = _box(parent, QMessageBox.Icon.Question, text, detail, cancel)
    return box, [box.addButton(choice, QMessageBox.ButtonRole.AcceptRole) for choice in choices]


def _listed(sentences: Sequence[str]) -> str:
    if len(sentences) < 2:
        return ""
    shown = [f"• {sentence}" for sentence in sentences[:12]]
    if len(sentences) > len(shown):
        shown.append(f"… et {len(sentences) - len(shown)} autres.")
    return "\n".join(shown)


def _box(parent: QWidget | None, icon: QMessageBox.Icon, text: str, detail: str, close: str) -> QMessageBox:
    box = QMessageBox(parent)
    box.setWindowTitle(APP_NAME)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setIcon(icon)
    box.setText(text)
    box.setInformativeText(detail)
    button: QPushButton = box.addButton(close, QMessageBox.ButtonRole.RejectRole)
    box.setEscapeButton(button)
    return box
