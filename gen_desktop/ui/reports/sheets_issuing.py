"""What leaves the page of attendance sheets: a PDF for each week, a single PDF, or printed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QStandardPaths

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.files import file_name
from gen_desktop.jobs import Job
from gen_desktop.services.documents import issue_apart, issue_printed, issue_together
from gen_desktop.ui import dialogs
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.pages import Page
from gen_desktop.ui.reports.issuing import STATE_FOLDER, open_folder

if TYPE_CHECKING:
    from gen_desktop.reports.sheet import SheetPaper

NAME = "Émettre des feuilles d’émargement"


class SheetIssuer(QObject):
    """Asks where, issues in the background, tells the page's window what was done."""

    def __init__(self, ctx: AppContext, page: Page) -> None:
        super().__init__(page)
        self._ctx = ctx
        self._page = page

    def apart(self, papers: Sequence[SheetPaper]) -> None:
        """One PDF for each week, in a folder."""
        folder = dialogs.open_folder(self._page, "Dossier des feuilles", self._folder())
        if folder is not None:
            self._ctx.state.setValue(STATE_FOLDER, str(folder))
            self._write(
                lambda job: issue_apart(self._ctx.db, papers, _draw, folder, job), len(papers), folder
            )

    def together(self, papers: Sequence[SheetPaper]) -> None:
        """A single PDF of all of them."""
        facts = papers[0].facts
        words = facts.scope if len(papers) == 1 else french.plural(len(papers), "semaine")
        suggested = self._folder() / file_name(f"{facts.title}, {words}", ".pdf")
        path = dialogs.save_file(self._page, "Enregistrer les feuilles", dialogs.PDF, suggested)
        if path is not None:
            path = path if path.suffix.lower() == ".pdf" else path.with_name(f"{path.name}.pdf")
            self._ctx.state.setValue(STATE_FOLDER, str(path.parent))
            self._write(
                lambda job: issue_together(self._ctx.db, papers, _telling(job), path),
                len(papers),
                path.parent,
            )

    def print(self, papers: Sequence[SheetPaper]) -> None:
        """All of them to the printer."""
        from gen_desktop.reports.sheet_plan import sheet_pages
        from gen_desktop.ui.reports import printing

        printer = printing.new_printer(papers[0].facts.title)
        pages = sum(len(sheet_pages(paper.week)) for paper in papers)
        if not dialogs.run(printing.print_dialog(printer, pages, self._page)):
            return

        def work(job: Job) -> Change:
            def send(pdf: bytes) -> None:
                printing.print_pages(printer, pdf, job)

            return issue_printed(self._ctx.db, papers, _telling(job), send)

        self._write(work, len(papers), None)

    def _write(self, work: Callable[[Job], Change], count: int, folder: Path | None) -> None:
        self._ctx.jobs.write(
            NAME,
            work,
            partial(self._on_issued, count, folder),
            on_cancelled=partial(self._page.tell, "Rien n’a été émis."),
            parent=self._page,
        )

    def _on_issued(self, count: int, folder: Path | None, change: Change) -> None:
        self._ctx.changes.publish(change)
        numbered = french.plural(count, "feuille numérotée et inscrite", "feuilles numérotées et inscrites")
        said = f"{numbered} au registre."
        if folder is None:
            self._page.tell(said)
        else:
            self._page.tell(said, "Ouvrir le dossier", partial(open_folder, folder))

    def _folder(self) -> Path:
        kept = Path(str(self._ctx.state.value(STATE_FOLDER, "")))
        if kept != Path() and kept.is_dir():
            return kept
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        return Path(documents) if documents and Path(documents).is_dir() else Path.home()


def _draw(papers: Sequence[Any]) -> bytes:
    from gen_desktop.reports.sheet import draw_sheets

    return draw_sheets(papers)


def _telling(job: Job) -> Callable[[Sequence[Any]], bytes]:
    """Draws, and says which of them is being drawn."""

    def draw(papers: Sequence[Any]) -> bytes:
        from gen_desktop.reports.sheet import draw_sheets

        return draw_sheets(
            papers, lambda done, total: job.step(done, total + 1, f"Feuille {done} sur {total}")
        )

    return draw
