"""Is this program whole? What a damaged installation or a forgotten module would break, tried in a minute."""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from gen_desktop.changes import PROGRAM
from gen_desktop.paths import resource_path, user_data_dir

_REPORT = "verification.txt"


def self_check(_arguments: argparse.Namespace) -> int:
    """Try each part; prints a table, writes it beside the log (a windowed program has no console), 0 or 1."""
    lines, sound = [], True
    for title, trial in _TRIALS:
        try:
            lines.append(f"ok     {title}\u00a0: {trial()}")
        except Exception as error:
            # Whatever is missing, the other trials must still be told.
            sound = False
            lines.append(f"ÉCHEC  {title}\u00a0: {type(error).__name__} {error}")
    lines.append("Le programme est entier." if sound else "Le programme est incomplet\u00a0: réinstallez-le.")
    print("\n".join(lines))
    (user_data_dir() / _REPORT).write_text("\n".join(lines), encoding="utf-8")
    return 0 if sound else 1


def _resources() -> str:
    names = [name for name in ("icons", "fonts", "styles", "reference", "sample") if _files(name)]
    if len(names) != 5:
        raise FileNotFoundError("ressources")
    return f"{sum(_files(name) for name in names)} fichiers"


def _files(name: str) -> int:
    return sum(1 for file in resource_path(name).iterdir() if file.is_file())


def _lists() -> str:
    from gen_desktop.reference.lists import code_list

    names = [file.stem for file in resource_path("reference").glob("*.csv")]
    special = {
        "communes",
        "parameters",
        "processing_purpose",
        "report_rule",
        "retention",
        "rights",
        "targets",
    }
    return f"{sum(len(code_list(name)) for name in names if name not in special)} codes"


def _store_and_reports() -> str:
    from gen_desktop.importing.sample_store import import_sample
    from gen_desktop.jobs import Job
    from gen_desktop.queries.scope import cohort_ids
    from gen_desktop.reports.registry import build_evaluation, build_follow_up, build_processing_register
    from gen_desktop.sample import stories
    from gen_desktop.sample.workbooks import shipped_sample_files
    from gen_desktop.store import create_store

    with tempfile.TemporaryDirectory() as folder:
        db = create_store(Path(folder) / "verification.gendb", PROGRAM)
        today = stories.REFERENCE_DAY
        import_sample(db, shipped_sample_files(), today, Job())
        with db.read() as session:
            ids = cohort_ids(session, ("TSSR 2026-1",)) or ()
        reports = (
            build_follow_up(db, date(2026, 7, 1), date(2026, 9, 30), None, today),
            build_evaluation(db, ids, 6, today, title_scope="TSSR 2026-1"),
            build_processing_register(db, today),
        )
        db.close()
    return ", ".join(f"{len(report.data) // 1024} Kio" for report in reports)


def _password() -> str:
    from gen_desktop.changes import COMMAND_LINE
    from gen_desktop.db.keys import unlock
    from gen_desktop.services.access import create_protected
    from gen_desktop.services.organization import OrganizationInput
    from gen_desktop.store import open_store

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "verification.gendb"
        values = OrganizationInput("Vérification", staff=(("Vérification", None),))
        code = create_protected(path, COMMAND_LINE, values, "K7#vbR!m2xQz9_tW")
        open_store(path, PROGRAM, unlock(path, code)).close()
    return "fichier protégé, rouvert par son code de secours"


def _keychain() -> str:
    from gen_desktop import keychain

    found = "présent" if keychain.is_available() else "absent de cette session"
    return f"{found} ({keychain.library()})"


def _preview() -> str:
    import pypdfium2

    return str(pypdfium2.PYPDFIUM_INFO)


def _window() -> str:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from gen_desktop.ui import icons, locale, theme

    app = QApplication.instance() or QApplication(["self-check"])
    assert isinstance(app, QApplication)
    locale.install(app)
    theme.apply(app, "light")
    for file in resource_path("icons").glob("*.svg"):
        if icons.icon(file.stem).isNull():
            raise ValueError(file.name)
    with tempfile.TemporaryDirectory() as folder:
        return f"Qt, français, {_build_pages(Path(folder))} pages"


def _build_pages(folder: Path) -> int:
    """Build every page on an empty file; how many there are."""
    from PySide6.QtCore import QSettings

    from gen_desktop.settings import Settings
    from gen_desktop.store import create_store
    from gen_desktop.ui import theme
    from gen_desktop.ui.change_bus import ChangeBus
    from gen_desktop.ui.context import AppContext
    from gen_desktop.ui.job_runner import JobRunner
    from gen_desktop.ui.pages import HIDDEN_PAGES, PAGES

    db = create_store(folder / "verification.gendb", PROGRAM)
    jobs = JobRunner()
    ctx = AppContext(
        db=db,
        author=PROGRAM,
        settings=Settings(),
        jobs=jobs,
        changes=ChangeBus(),
        theme=theme.current(),
        today=date.today,
        state=QSettings(str(folder / "fenetre.ini"), QSettings.Format.IniFormat),
    )
    pages = [spec.factory(ctx) for spec in (*PAGES, *HIDDEN_PAGES)]
    jobs.cancel_all()
    jobs.wait_all()
    db.close()
    return len(pages)


_TRIALS: tuple[tuple[str, Callable[[], str]], ...] = (
    ("Ressources", _resources),
    ("Listes de codes", _lists),
    ("Fichier, import et rapports", _store_and_reports),
    ("Mot de passe", _password),
    ("Trousseau du système", _keychain),
    ("Aperçu des PDF", _preview),
    ("Fenêtre", _window),
)
