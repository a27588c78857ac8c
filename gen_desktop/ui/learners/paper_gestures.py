"""What is done with the papers of a person: added, shown, opened, copied out, deleted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QImage

from gen_desktop import french, opened_copies
from gen_desktop.changes import Change
from gen_desktop.errors import AppError
from gen_desktop.exporting.attached_documents import write_paper
from gen_desktop.files import file_name
from gen_desktop.jobs import Job
from gen_desktop.models.paper_formats import EXTENSIONS, Refused
from gen_desktop.queries.attached_documents import Paper, paper, paper_with_content
from gen_desktop.reference.lists import label
from gen_desktop.services.attached_documents import Attached, Source, attach, file_source
from gen_desktop.ui import dialogs
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.deletion import ask_and_delete
from gen_desktop.ui.learners.papers_tab import PREVIEW, PapersTab
from gen_desktop.ui.pages import Page
from gen_desktop.ui.paper_preview import preview

TABLE = "attached_document"
NO_FILE = "Ce qui est déposé n’est ni un fichier, ni une image. Enregistrez-le d’abord sur cet ordinateur."
NOTHING_COPIED = "Copiez d’abord un fichier ou une image."
NO_PROGRAM = "Aucun programme de cet ordinateur n’ouvre cette pièce. Enregistrez-en une copie."
Opener = Callable[[Path], bool]


def open_with_system(path: Path) -> bool:
    """Hand a file to the program that the system has for it; False when there is none."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


class PaperGestures:
    """Of the learners' page. ``opener`` is replaced by tests."""

    def __init__(self, page: Page, tab: PapersTab) -> None:
        self._page, self._tab = page, tab
        self._ctx: AppContext = page.ctx
        self.opener: Opener = open_with_system

    def do(self, gesture: str, learner_id: int, paper_id: int | None) -> None:
        """Any gesture of the tab, on one paper or (paper_add) on the person."""
        if gesture == "paper_add":
            self.choose(learner_id)
        elif paper_id is None:
            return
        elif gesture == "paper_preview":
            self._preview(paper_id)
        elif gesture == "paper_open":
            self._open(paper_id)
        elif gesture == "paper_copy":
            self._copy(paper_id)
        elif gesture == "paper_delete":
            self._delete(paper_id)

    def choose(self, learner_id: int) -> None:
        """Ask for files, then attach them."""
        if self._page.is_refused(TABLE):
            return
        patterns = " ".join(f"*{one}" for one in EXTENSIONS)
        kinds = f"Documents et images ({patterns});;Tous les fichiers (*)"
        files = dialogs.open_files(self._page, "Pièces à joindre", kinds)
        self.add(learner_id, [file_source(file) for file in files])

    def paste(self, learner_id: int) -> None:
        """Attach what was copied: files, or a picture."""
        if not self._page.is_refused(TABLE):
            found = sources(QGuiApplication.clipboard().mimeData(), self._ctx.today())
            if not found:
                self._page.tell(NOTHING_COPIED)
            self.add(learner_id, found)

    def drop(self, learner_id: int, found: Sequence[Source]) -> None:
        """Attach what was let go on the panel."""
        if not self._page.is_refused(TABLE):
            if not found:
                self._page.tell(NO_FILE)
            self.add(learner_id, found)

    def add(self, learner_id: int, found: Sequence[Source]) -> None:
        """Attach these off the GUI thread; what cannot be is said once the rest is there."""
        if found:
            self._ctx.jobs.write(
                "Joindre des pièces",
                lambda job: attach(self._ctx.db, learner_id, found, self._ctx.today(), job),
                self._on_added,
                parent=self._page,
            )

    def _on_added(self, done: Attached) -> None:
        if done.change.kinds:
            self._ctx.changes.publish(done.change)
        if done.refused:
            count = len(done.refused)
            heading = (
                "Ce fichier n’a pas été joint." if count == 1 else f"{count} fichiers n’ont pas été joints."
            )
            dialogs.warn(self._page, heading, "\n\n".join(done.refused))

    def _preview(self, paper_id: int) -> None:
        room = PREVIEW * self._page.devicePixelRatioF()

        def work(_job: Job) -> QImage | None:
            with self._ctx.db.read() as session:
                found, data = paper_with_content(session, paper_id)
            return preview(data, found.format, room)

        self._ctx.jobs.read_latest("learners.preview", work, partial(self._tab.show_preview, paper_id))

    def _open(self, paper_id: int) -> None:
        def work(_job: Job) -> Path:
            with self._ctx.db.read() as session:
                found, data = paper_with_content(session, paper_id)
            # By its kind: programs of the system remember the names of what they opened.
            return opened_copies.place(label("attached_kind", found.kind), found.format.extension, data)

        self._ctx.jobs.read(work, self._on_placed, name="learners.open_paper")

    def _on_placed(self, path: Path) -> None:
        if not self.opener(path):
            dialogs.inform(self._page, NO_PROGRAM)

    def _copy(self, paper_id: int) -> None:
        if self._page.is_refused("nominative_export"):
            return
        found = self._found(paper_id)
        if found is None:
            return
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        suggested = Path(folder or Path.home()) / file_name(found.title, found.format.extension)
        kinds = f"{found.format.name} (*{found.format.extension})"
        path = dialogs.save_file(self._page, "Enregistrer une copie de la pièce", kinds, suggested)
        if path is not None:
            self._ctx.jobs.write(
                "Enregistrer une copie d’une pièce",
                lambda _job: write_paper(self._ctx.db, paper_id, path),
                partial(self._on_copied, path),
                parent=self._page,
            )

    def _on_copied(self, path: Path, change: Change) -> None:
        # Without its name: nothing that left is taken back.
        self._ctx.changes.publish(Change(change.kinds, change.ids))
        folder = QUrl.fromLocalFile(str(path.parent))
        self._page.tell(
            f"Copie enregistrée{french.NBSP}: {path.name}",
            "Ouvrir le dossier",
            lambda: QDesktopServices.openUrl(folder),
        )

    def _delete(self, paper_id: int) -> None:
        found = self._found(paper_id)
        if found is not None and not self._page.is_refused(TABLE):
            title = f"«{french.NBSP}{found.title}{french.NBSP}»"
            ask_and_delete(self._page, TABLE, paper_id, f"la pièce {title}")

    def _found(self, paper_id: int) -> Paper | None:
        try:
            with self._ctx.db.read() as session:
                return paper(session, paper_id)
        except AppError as error:
            dialogs.show_error(self._page, error)
            return None


def sources(data: QMimeData, today: dt.date) -> list[Source]:
    """What can be attached of something dropped or copied: the files of this computer, or else a picture."""
    files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    if files:
        return [file_source(file) for file in files]
    image = data.imageData() if data.hasImage() else None
    if not isinstance(image, QImage) or image.isNull():
        return []
    return [Source(f"Image du {french.short_date(today).replace('/', '-')}.png", partial(_png, image))]


def can_be_attached(data: QMimeData) -> bool:
    """Whether ``sources`` would find something; asked at every move of a drag."""
    return data.hasImage() or any(url.isLocalFile() for url in data.urls())


def _png(image: QImage) -> bytes:
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, "PNG"):  # type: ignore[call-overload]  # the stub wants bytes, Qt takes text
        raise Refused("n’est pas une image lisible.")
    return bytes(held.data())
