"""What leaves the pages of documents and of sheets: a PDF each, a single PDF, or printed; all registered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.files import file_name
from gen_desktop.jobs import Job
from gen_desktop.services.documents import issue_apart, issue_printed, issue_together
from gen_desktop.ui import dialogs
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.pages import Page
from gen_desktop.ui.reports.issuing import STATE_FOLDER, kept_folder, open_folder

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class PaperSort:
    """Papers that leave together: what they are called, how they are drawn, how many pages they take.

    ``one``: one of them, for the progress; ``done``: what is said of one and of many. ``scope``: of several,
    in the name of their file.
    """

    gesture: str
    folder: str
    file: str
    one: str
    done: tuple[str, str]
    scope: Callable[[Sequence[Any]], str]
    draw: Callable[[Sequence[Any], Progress | None], bytes]
    pages: Callable[[Sequence[Any]], int]


def _draw_documents(papers: Sequence[Any], progress: Progress | None) -> bytes:
    from gen_desktop.reports import person_kinds

    return person_kinds.draw(papers, progress)


def _draw_sheets(papers: Sequence[Any], progress: Progress | None) -> bytes:
    from gen_desktop.reports.sheet import draw_sheets

    return draw_sheets(papers, progress)


def _sheet_pages(papers: Sequence[Any]) -> int:
    from gen_desktop.reports.sheet_plan import sheet_pages

    return sum(len(sheet_pages(paper.week)) for paper in papers)


DOCUMENTS = PaperSort(
    gesture="Émettre des documents",
    folder="Dossier des documents",
    file="Enregistrer les documents",
    one="Document",
    done=("document numéroté et inscrit", "documents numérotés et inscrits"),
    scope=lambda papers: str(papers[0].facts.scope),
    draw=_draw_documents,
    pages=len,
)
SHEETS = PaperSort(
    gesture="Émettre des feuilles d’émargement",
    folder="Dossier des feuilles",
    file="Enregistrer les feuilles",
    one="Feuille",
    done=("feuille numérotée et inscrite", "feuilles numérotées et inscrites"),
    scope=lambda papers: french.plural(len(papers), "semaine") if len(papers) > 1 else papers[0].facts.scope,
    draw=_draw_sheets,
    pages=_sheet_pages,
)


class PaperIssuer(QObject):
    """Asks where, issues in the background, tells the page's window what was done."""

    def __init__(self, ctx: AppContext, page: Page, sort: PaperSort) -> None:
        super().__init__(page)
        self._ctx = ctx
        self._page = page
        self._sort = sort

    def apart(self, papers: Sequence[Any]) -> None:
        """One PDF for each, in a folder."""
        folder = dialogs.open_folder(self._page, self._sort.folder, kept_folder(self._ctx))
        if folder is None:
            return
        self._ctx.state.setValue(STATE_FOLDER, str(folder))

        def draw(stamped: Sequence[Any]) -> bytes:
            return self._sort.draw(stamped, None)

        self._write(lambda job: issue_apart(self._ctx.db, papers, draw, folder, job), len(papers), folder)

    def together(self, papers: Sequence[Any]) -> None:
        """A single PDF of all of them."""
        name = f"{papers[0].facts.title}, {self._sort.scope(papers)}"
        suggested = kept_folder(self._ctx) / file_name(name, ".pdf")
        path = dialogs.save_file(self._page, self._sort.file, dialogs.PDF, suggested)
        if path is None:
            return
        path = path if path.suffix.lower() == ".pdf" else path.with_name(f"{path.name}.pdf")
        self._ctx.state.setValue(STATE_FOLDER, str(path.parent))
        self._write(
            lambda job: issue_together(self._ctx.db, papers, self._drawing(job), path),
            len(papers),
            path.parent,
        )

    def print(self, papers: Sequence[Any]) -> None:
        """All of them to the printer."""
        from gen_desktop.ui.reports import printing

        printer = printing.new_printer(papers[0].facts.title)
        if not dialogs.run(printing.print_dialog(printer, self._sort.pages(papers), self._page)):
            return

        def work(job: Job) -> Change:
            def send(pdf: bytes) -> None:
                printing.print_pages(printer, pdf, job)

            return issue_printed(self._ctx.db, papers, self._drawing(job), send)

        self._write(work, len(papers), None)

    def _drawing(self, job: Job) -> Callable[[Sequence[Any]], bytes]:
        """Draws, and says which of them is being drawn."""

        def told(done: int, total: int) -> None:
            job.step(done, total + 1, f"{self._sort.one} {done} sur {total}")

        return lambda stamped: self._sort.draw(stamped, told)

    def _write(self, work: Callable[[Job], Change], count: int, folder: Path | None) -> None:
        self._ctx.jobs.write(
            self._sort.gesture,
            work,
            partial(self._on_issued, count, folder),
            on_cancelled=partial(self._page.tell, "Rien n’a été émis."),
            parent=self._page,
        )

    def _on_issued(self, count: int, folder: Path | None, change: Change) -> None:
        self._ctx.changes.publish(replace(change, name=""))  # a fact: nothing takes it back
        said = f"{french.plural(count, *self._sort.done)} au registre."
        if folder is None:
            self._page.tell(said)
        else:
            self._page.tell(said, "Ouvrir le dossier", partial(open_folder, folder))
