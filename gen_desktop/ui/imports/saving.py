"""Files that the page writes for the person: where, then in a thread, then said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from gen_desktop.ui import dialogs
from gen_desktop.ui.imports import work
from gen_desktop.ui.imports.kinds import ListKind
from gen_desktop.ui.imports.work import Reading
from gen_desktop.ui.pages import Page

if TYPE_CHECKING:  # they bring the readers of lists
    from gen_desktop.importing.reporting import ToldLine
    from gen_desktop.queries.import_reports import ReportSummary

WORKBOOK = "Classeur Excel (*.xlsx)"
CSV = "Fichier CSV (*.csv)"


def save(page: Page, title: str, kinds: str, suggested: Path, write: Callable[[Path], None]) -> None:
    """Ask where, write there under the suffix of ``suggested``, and say that it is done."""
    path = dialogs.save_file(page, title, kinds, suggested)
    if path is None:
        return
    if path.suffix.lower() != suggested.suffix:
        path = path.with_name(f"{path.name}{suggested.suffix}")
    page.ctx.jobs.read(
        lambda _job: write(path),
        lambda _done: page.tell(f"«\u00a0{path.name}\u00a0» est enregistré."),
        on_error=partial(dialogs.show_error, page),
        name="imports.save",
    )


def save_errors(page: Page, reading: Reading) -> None:
    """The errors of that list, beside it."""
    if reading.plan is not None:
        suggested = reading.request.path.with_name(f"erreurs-{reading.request.path.stem}.csv")
        write = partial(work.save_errors, page.ctx.db, reading.plan)
        save(page, "Enregistrer la liste des erreurs", CSV, suggested, write)


def save_blank(page: Page, kind: ListKind, folder: Path) -> None:
    """A workbook to fill with a list of that kind."""
    write = partial(work.save_blank, kind.code, kind.title, page.ctx.today())
    save(page, "Créer un classeur vierge", WORKBOOK, folder / f"{kind.file_stem}.xlsx", write)


def save_report(page: Page, report: ReportSummary, lines: Sequence[ToldLine], folder: Path) -> None:
    """The report of an import."""
    suggested = folder / f"import-{report.made_at.astimezone():%Y-%m-%d-%Hh%M}.xlsx"
    write = partial(work.save_report, page.ctx.db, report, lines)
    save(page, "Enregistrer le compte rendu", WORKBOOK, suggested, write)
