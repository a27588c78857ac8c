"""Files that the page writes for the person: where, then in a thread, then said."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from gen_desktop.ui import dialogs
from gen_desktop.ui.pages import Page

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
