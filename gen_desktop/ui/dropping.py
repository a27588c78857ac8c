"""Files dropped anywhere on a page that imports."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, QTimer
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent

from gen_desktop.ui.pages import Page


class TakesFiles(Page):
    """A page that takes the files of this computer, one at a time."""

    def may_take_files(self) -> bool:
        """Whether a file can be taken now."""
        return True

    def show_over(self, over: bool) -> None:
        """Show, or not any more, that what is dragged can be let go here."""

    def take_file(self, path: Path) -> None:
        """Do with the file what the page does."""
        raise NotImplementedError

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _files(event.mimeData()) and self.may_take_files():
            self.show_over(True)
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.show_over(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.show_over(False)
        files = _files(event.mimeData())
        event.acceptProposedAction()
        if len(files) > 1:
            self.tell(
                f"Un fichier à la fois\u00a0: «\u00a0{files[0].name}\u00a0» est lu, les autres attendent."
            )
        # After the drop itself: the program that gave the file must not wait for us.
        QTimer.singleShot(0, self, partial(self.take_file, files[0]))


def _files(data: QMimeData) -> list[Path]:
    """The files of this computer that are being dragged."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
