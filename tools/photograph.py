"""Photographs every page of the real window, light and dark, at 1366 x 768.

    python main.py --data out/exemple.gendb demo
    python tools/photograph.py --data out/exemple.gendb --out docs/screens

The file is copied first: photographing changes nothing. Without a display it starts its own (xvfb-run), or
paints offscreen when there is none to start.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from gen_desktop import paths

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from gen_desktop.ui.startup import Program

WIDTH, HEIGHT = 1366, 768
MODES = {"light": "clair", "dark": "sombre"}
_TITLES = ("Nom", "Prénom", "Né(e) le", "Tél.", "Mail", "Commune", "Pointure")
GOOD_LIST = (
    _TITLES,
    ("ROUSSET", "Élodie", "14/03/1999", "06 39 98 01 31", "e.rousset@exemple.fr", "Luzy", "38"),
    ("Benali", "Karim", "02/05/2001", "0639980132", "k.benali@exemple.fr", "Autun", "43"),
    ("Le Goff", "Maël", "23/11/1994", "06.39.98.01.33", "", "Château-Chinon", ""),
    ("Diallo", "Aïssata", "8 juin 2003", "06 39 98 01 34", "a.diallo@exemple.fr", "Clamecy", "37"),
)
WRONG_LIST = (
    *GOOD_LIST,
    ("Perrin", "Hugo", "31/02/2000", "06 39 98 01 35", "h.perrin@exemple.fr", "Nevers", "41"),
    ("Morel", "Jeanne", "17/09/1998", "zéro six", "j.morel@", "Decize", ""),
)
"""Invented, for the page that imports a list."""
PATIENCE = 30.0
"""Seconds a page may take to load."""


def main() -> int:
    """Take the photographs; the exit status is 0 when every page was taken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="data file to show")
    parser.add_argument("--out", type=Path, required=True, help="folder of the pictures")
    parser.add_argument("--only", nargs="*", default=[], help="ids of pages (all by default)")
    arguments = parser.parse_args()
    if not (
        os.environ.get("DISPLAY") or os.environ.get("QT_QPA_PLATFORM") or sys.platform in ("win32", "darwin")
    ):
        if shutil.which("xvfb-run"):
            screen = f"-screen 0 {WIDTH}x{HEIGHT}x24"
            return subprocess.call(["xvfb-run", "-a", "-s", screen, sys.executable, *sys.argv])
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    arguments.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / arguments.data.name
        shutil.copyfile(arguments.data, copy)
        paths.use_data_dir(Path(folder) / "preferences")
        return photograph(copy, arguments.out, arguments.only)


def photograph(data: Path, out: Path, only: list[str]) -> int:
    """Open the window as the program does and save one picture for each page and theme."""
    from PySide6.QtWidgets import QApplication

    from gen_desktop.settings import Settings
    from gen_desktop.ui import locale, theme
    from gen_desktop.ui.pages import HIDDEN_PAGES, PAGES
    from gen_desktop.ui.startup import Program

    app = QApplication(sys.argv[:1])
    locale.install(app)
    theme.apply(app, "light")
    program = Program(Settings(theme="light"))
    program.open_file(data)
    _settle(app, program)
    window = program.window
    if window is None:
        return 1
    window.resize(WIDTH, HEIGHT)
    for mode, suffix in MODES.items():
        theme.apply(app, "dark" if mode == "dark" else "light")
        for spec in (*PAGES, *HIDDEN_PAGES):
            if spec.id != "imports" and (not only or spec.id in only):
                window.show_page(spec.id)
                _settle(app, program)
                if spec.id == "history":
                    window.go_to(spec.id, _some_cohort(program))
                    _settle(app, program)
                _select_someone(window.current_page())
                _settle(app, program)
                file = out / f"{_plain(spec.title)}-{suffix}.png"
                window.grab().save(str(file))
                print(file)
                for name in _more_states(app, program, spec.id):
                    file = out / f"{_plain(spec.title)}-{name}-{suffix}.png"
                    window.grab().save(str(file))
                    print(file)
        if not only or "imports" in only:
            for name in _import_states(app, program, data.parent):
                file = out / f"importer-{name}-{suffix}.png"
                window.grab().save(str(file))
                print(file)
    window.close()
    program.end()
    return 0


def _some_cohort(program: Program) -> tuple[str, int, str] | None:
    """A cohort to show the history of, None in a file without any."""
    from gen_desktop.queries.cohorts import summaries

    if program.window is None:
        return None
    with program.window.ctx.db.read() as session:
        return next((("cohort", one.id, one.code) for one in summaries(session)), None)


def _more_states(app: QApplication, program: Program, page_id: str) -> Iterator[str]:
    """What else a page has to show, by name, on the cohort that has the most to show."""
    from gen_desktop.ui.assessments.page import AssessmentsPage
    from gen_desktop.ui.satisfaction.page import ENTRY, RESULTS, SatisfactionPage

    page = program.window.current_page() if program.window is not None else None
    ended = _some_ended_cohort(program)
    if isinstance(page, AssessmentsPage) and ended is not None:
        page.show_cohort(ended)
        _settle(app, program)
        yield "blocs"
        page.show_view("skills")
        _settle(app, program)
        yield "competences"
        page.show_view("blocks")
    elif isinstance(page, SatisfactionPage) and ended is not None:
        page.show_target(ended)
        _settle(app, program)
        page.enter()
        _settle(app, program)
        yield "saisie"
        page.close_form()
        page.ui.select(RESULTS)
        _settle(app, program)
        yield "resultats"
        page.ui.select(ENTRY)


def _some_ended_cohort(program: Program) -> int | None:
    """The cohort that ended last, None in a file without any."""
    from gen_desktop.queries.cohorts import summaries

    if program.window is None:
        return None
    with program.window.ctx.db.read() as session:
        ended = [one for one in summaries(session) if one.end < program.window.ctx.today()]
        return max(ended, key=lambda one: one.end).id if ended else None


def _import_states(app: QApplication, program: Program, folder: Path) -> Iterator[str]:
    """Each state of the page that imports a list, by name, on small invented lists."""
    from gen_desktop.ui.imports.page import ImportsPage

    window = program.window
    page = window.show_page("imports") if window is not None else None
    if window is None or not isinstance(page, ImportsPage):
        return
    page.start_over()
    _settle(app, program)
    page.choose.cohorts.setCurrentIndex(page.choose.cohorts.count() - 1)
    yield "choisir"
    for name, rows in (("erreurs", WRONG_LIST), ("apercu", GOOD_LIST)):
        page.read_file(_write_list(folder / f"apprenants-{name}.xlsx", rows))
        _settle(app, program)
        _select_someone(page)
        _settle(app, program)
        yield name
    page.write()
    _settle(app, program)
    yield "fini"
    page.undo_requested.emit()  # the other theme begins from the same data
    _settle(app, program)
    window.toast.hide()


def _write_list(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Apprenants")
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    return path


def _settle(app: QApplication, program: Program) -> None:
    """Let the page load and paint: no job left, then nothing new for a moment."""
    deadline = time.monotonic() + PATIENCE
    quiet_since = time.monotonic()
    while time.monotonic() - quiet_since < 0.5 and time.monotonic() < deadline:
        app.processEvents()
        if not program.jobs.is_idle:
            quiet_since = time.monotonic()
        time.sleep(0.01)


def _select_someone(page: object) -> None:
    """A list with somebody selected shows its side panel."""
    from PySide6.QtWidgets import QWidget

    from gen_desktop.ui.tables.table_view import TableView
    from gen_desktop.ui.tables.windowed_model import WindowedTableModel

    if not isinstance(page, QWidget):
        return
    for table in page.findChildren(TableView):
        model = table.model()
        if table.isVisible() and isinstance(model, WindowedTableModel) and table.selected_id() is None:
            wanted = model.id_at(min(5, model.rowCount() - 1))
            if wanted is not None:
                table.select_id(wanted)


def _plain(title: str) -> str:
    """A file name without accents: Émargement gives emargement."""
    decomposed = unicodedata.normalize("NFKD", title.casefold())
    return "".join(letter for letter in decomposed if letter.isascii() and letter.isalnum())


if __name__ == "__main__":
    sys.exit(main())
