"""What the page asks of the other layers, on a thread: nothing here touches a widget.

The readers of lists are imported inside the functions: they are heavy, and the page opens without them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from gen_desktop.errors import Conflict, InvalidInput, StorageProblem
from gen_desktop.french import NBSP
from gen_desktop.jobs import Job, let_go

if TYPE_CHECKING:
    from gen_desktop.changes import Change
    from gen_desktop.db.database import Database
    from gen_desktop.importing.choices import Choices
    from gen_desktop.importing.plan import Kind, Plan
    from gen_desktop.importing.reporting import ToldLine
    from gen_desktop.queries.import_reports import ReportSummary
    from gen_desktop.ui.imports.words import Overview

Stamp = tuple[int, int]
"""Size and time of a file, to see that it was saved again."""


@dataclass(frozen=True)
class Request:
    """Which list to read, and how."""

    kind: Kind
    path: Path
    choices: Choices
    cohort_code: str | None = None


@dataclass(frozen=True)
class Reading:
    """What a list says. ``plan`` None: it cannot be read, ``sentences`` say why.

    ``sheets``: those one may choose from. ``meanings``: every field of ours with its title.
    """

    request: Request
    plan: Plan | None
    overview: Overview | None
    sentences: tuple[str, ...]
    sheets: tuple[str, ...]
    meanings: tuple[tuple[str, str], ...]
    stamp: Stamp | None
    today: date

    def has_other_titles(self, before: Reading) -> bool:
        """Whether the same list was read before, with another line of titles and nothing else."""
        title_row = before.request.choices.title_row
        same = replace(self.request, choices=replace(self.request.choices, title_row=title_row))
        return same == before.request and self.request != before.request


@dataclass(frozen=True)
class Written:
    """An import that is in the file: what it did, and the change set that undo would take back.

    ``doubts``: people who look like somebody else, now in the list of possible duplicates.
    """

    change: Change
    kind: Kind
    sentences: tuple[str, ...]
    change_set_id: int | None
    learner_ids: tuple[int, ...]
    cohort_ids: tuple[int, ...]
    doubts: int = 0


def first_request(kind: Kind, path: Path, cohort_code: str | None, sheet: str | None) -> Request:
    """That list, read as the program understands it."""
    from gen_desktop.importing.choices import Choices

    return Request(kind, path, Choices(sheet=sheet), cohort_code)


def read_list(db: Database, request: Request, today: date, job: Job) -> Reading:
    """Read and check a list; nothing is written. Raises only what is no fault of the list."""
    from gen_desktop.importing.fields import list_columns
    from gen_desktop.importing.planning import plan_import
    from gen_desktop.importing.sheets import list_sheets
    from gen_desktop.ui.imports.words import overview

    job.step(0, 0, f"Lecture de «{NBSP}{request.path.name}{NBSP}»…")
    stamp = _stamp(request.path)
    plan: Plan | None = None
    sentences: tuple[str, ...] = ()
    try:
        plan = plan_import(
            db,
            request.kind,
            request.path,
            cohort_code=request.cohort_code,
            today=today,
            choices=request.choices,
            job=job,
        )
    except InvalidInput as error:
        sentences = tuple(problem.sentence for problem in error.problems)
    job.step(0, 0, "Préparation de l’aperçu…")
    meanings = tuple((column.field, column.title) for column in list_columns(request.kind, today))
    seen = overview(plan) if plan is not None else None
    return Reading(request, plan, seen, sentences, list_sheets(request.path), meanings, stamp, today)


def apply_reading(db: Database, reading: Reading, job: Job) -> Written:
    """Back the file up, then write what was shown, all or nothing.

    Raises Conflict when the list or the data moved since, StorageProblem when no good backup can be made:
    nothing is then written.
    """
    from gen_desktop.importing.applying import apply_plan
    from gen_desktop.queries.imported import touched
    from gen_desktop.services.backups import back_up_before_import
    from gen_desktop.services.undo import last_undoable
    from gen_desktop.ui.imports.words import done_sentences

    plan = reading.plan
    assert plan is not None
    if _stamp(reading.request.path) not in (None, reading.stamp):
        raise Conflict(f"«{NBSP}{plan.file_name}{NBSP}» a été enregistré de nouveau depuis l’aperçu.")
    job.step(0, 0, "Sauvegarde avant l’import…")
    back_up_before_import(db, datetime.now().astimezone())
    change = apply_plan(db, plan, job)
    told = (*done_sentences(plan), *_remember_columns(db, reading))
    with db.read() as session:
        last = last_undoable(session)
        if not change.kinds or last is None:
            return Written(change, plan.kind, told, None, (), ())
        about = touched(session, last.change_set_id)
    doubts = plan.totals.get("doubts", 0)
    return Written(change, plan.kind, told, last.change_set_id, about.learner_ids, about.cohort_ids, doubts)


def _remember_columns(db: Database, reading: Reading) -> tuple[str, ...]:
    """Keep how the columns were read by hand; what cannot be kept is said, the import stands."""
    from gen_desktop.importing.choices import folded_mapping, titles_digest
    from gen_desktop.services.import_mappings import remember_mapping

    plan = reading.plan
    if plan is None or (plan.read.choices.mapping is None and plan.read.remembered_on is None):
        return ()
    titles = plan.read.titles
    choices = folded_mapping(plan.read.mapping, titles)
    try:
        remember_mapping(db, plan.kind, titles_digest(titles), choices, reading.today)
    except StorageProblem as error:
        return (f"Vos choix de colonnes n’ont pas pu être gardés pour la prochaine fois. {error}",)
    return ()


def forget_columns(db: Database, plan: Plan, _job: Job) -> None:
    """Forget how the columns of such a list were read. Raises StorageProblem."""
    from gen_desktop.importing.choices import titles_digest
    from gen_desktop.services.import_mappings import forget_mapping

    forget_mapping(db, plan.kind, titles_digest(plan.read.titles))


def forget(held: list[Reading | None], _job: Job) -> None:
    """Free, little by little, a list that ``held`` alone still holds."""
    reading = held.pop()
    plan = None if reading is None else reading.plan
    if plan is None:
        return
    rows, work = list(plan.rows), plan.work
    del reading, plan
    work.release()
    let_go(rows)


def read_reports(db: Database, _job: Job) -> tuple[ReportSummary, ...]:
    """The imports in force, the latest first."""
    from gen_desktop.queries.import_reports import reports

    with db.read() as session:
        return reports(session)


def read_report(db: Database, report: ReportSummary, today: date, _job: Job) -> list[ToldLine]:
    """What became of each line of that import, in words. Raises NotFound."""
    from gen_desktop.importing.reporting import tell
    from gen_desktop.queries.import_reports import report_lines
    from gen_desktop.ui.imports.kinds import KINDS

    with db.read() as session:
        lines = report_lines(session, report.id)
    return tell(KINDS[report.kind].code, lines, today)


def save_report(db: Database, report: ReportSummary, lines: Sequence[ToldLine], path: Path) -> None:
    """Write the report as a workbook. Raises StorageProblem."""
    from gen_desktop.exporting.import_report import ReportLine, write_import_report
    from gen_desktop.french import short_date

    scope = f"Import du {short_date(report.made_at.astimezone().date())}"
    told = [ReportLine(line.number, line.name, line.state, line.text) for line in lines]
    write_import_report(db, path, scope, told)


def save_errors(db: Database, plan: Plan, path: Path) -> None:
    """Write every error of the list, and what is refused, as a CSV file. Raises StorageProblem."""
    from gen_desktop.exporting.error_list import ErrorLine, write_error_list
    from gen_desktop.importing.plan import Level

    write_error_list(
        db,
        path,
        [
            ErrorLine(str(note.row or ""), note.column, note.value, note.text)
            for note in plan.all_notes
            if note.level in (Level.ERROR, Level.REFUSED)
        ],
    )


def save_blank(kind: Kind, sheet_name: str, today: date, path: Path) -> None:
    """Write a blank workbook for that kind of list. Raises StorageProblem."""
    from gen_desktop.exporting.blank_list import BlankColumn, write_blank_list
    from gen_desktop.importing.fields import blank_columns

    write_blank_list(path, sheet_name[:31], [BlankColumn(*one) for one in blank_columns(kind, today)])


def _stamp(path: Path) -> Stamp | None:
    """None when the file is not there any more (the plan holds all that is needed)."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns
