"""Commands that bring lists in: import, demo, and the sample run of a machine without a screen."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gen_desktop import french
from gen_desktop.cli.common import data_file, opened, opened_new, print_json
from gen_desktop.db.database import Database
from gen_desktop.files import write_atomically
from gen_desktop.importing.applying import apply_plan
from gen_desktop.importing.plan import Plan
from gen_desktop.importing.planning import plan_import
from gen_desktop.importing.sample_store import import_sample
from gen_desktop.jobs import Job
from gen_desktop.sample import stories
from gen_desktop.sample.workbooks import shipped_sample_files, write_large_list, write_sample_workbooks
from gen_desktop.services.backups import back_up_before_import

NAMED_COLUMNS = 10


def bring(arguments: argparse.Namespace) -> None:
    """Import one list: everything is checked first, all is written or nothing."""
    with _target(arguments) as db:
        plan = plan_import(
            db, arguments.kind, arguments.list, cohort_code=arguments.cohort, today=dt.date.today()
        )
        plan.refuse_errors()
        if not arguments.dry_run and not plan.work.is_empty:
            back_up_before_import(db, _now())
            apply_plan(db, plan, Job())
    _print_plan(plan, as_json=arguments.json, dry_run=arguments.dry_run)


@contextmanager
def _target(arguments: argparse.Namespace) -> Iterator[Database]:
    """The file to import into; for a trial on a file that does not exist yet, an empty one that goes away."""
    path, is_trial = data_file(arguments), arguments.dry_run
    if is_trial and not path.exists():
        with tempfile.TemporaryDirectory() as folder, opened_new(Path(folder) / path.name) as db:
            yield db
        return
    with opened(arguments, create=not is_trial, writes=not is_trial) as db:
        yield db


def demo(arguments: argparse.Namespace) -> None:
    """A new file with the invented organisation, through the same import as everyone else's lists."""
    path = data_file(arguments)
    today = arguments.today or dt.date.today()
    with opened(arguments, create=True, writes=True) as db, tempfile.TemporaryDirectory() as folder:
        if arguments.learners is None:
            files = write_sample_workbooks(Path(folder), today=today, seed=arguments.seed)
        else:
            files = write_large_list(Path(folder), arguments.learners, arguments.seed, today)
        back_up_before_import(db, _now())
        import_sample(db, files, today, Job())
    print(path)


def sample_run(arguments: argparse.Namespace) -> None:
    """The main job on the sample input: a new file and both PDFs under the folder, then says where."""
    from gen_desktop.queries.scope import cohort_ids
    from gen_desktop.reports.registry import build_evaluation, build_follow_up

    folder: Path = arguments.out
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "exemple.gendb"
    for leftover in folder.glob(f"{path.name}*"):
        leftover.unlink()
    today = stories.REFERENCE_DAY
    with opened_new(path) as db:
        import_sample(db, shipped_sample_files(), today, Job())
        built = build_follow_up(db, dt.date(2026, 7, 1), dt.date(2026, 9, 30), None, today)
        write_atomically(folder / "rapport-de-suivi.pdf", built.data)
        with db.read() as session:
            ids = cohort_ids(session, ("TSSR 2026-1",)) or ()
        built = build_evaluation(db, ids, 6, today, title_scope="TSSR 2026-1")
        write_atomically(folder / "rapport-d-evaluation.pdf", built.data)
    print("Le fichier d’exemple et les deux rapports sont écrits\u00a0:")
    for name in (path.name, "rapport-de-suivi.pdf", "rapport-d-evaluation.pdf"):
        print(f"  {folder / name}")


def _now() -> dt.datetime:
    return dt.datetime.now().astimezone()


def _print_plan(plan: Plan, *, as_json: bool, dry_run: bool) -> None:
    if as_json:
        print_json({**plan.to_json(), "written": not dry_run and not plan.work.is_empty})
        return
    for sentence in plan.summary():
        print(sentence)
    for notice in plan.notices():
        print(f"  {notice}", file=sys.stderr)
    if plan.unknown_columns:
        words = french.plural(len(plan.unknown_columns), "colonne inconnue", "colonnes inconnues")
        named = ", ".join(plan.unknown_columns[:NAMED_COLUMNS])
        print(f"{words}\u00a0: {named}{'…' if len(plan.unknown_columns) > NAMED_COLUMNS else '.'}")
    if dry_run:
        print("Essai\u00a0: rien n’a été écrit.")
    else:
        print("Rien à importer\u00a0: tout y est déjà." if plan.work.is_empty else "Importé.")
