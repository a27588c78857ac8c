"""The register of exports: nothing with names leaves before it is in there."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from gen_desktop.changes import PROGRAM
from gen_desktop.db.database import Database
from gen_desktop.errors import NotFound, StorageProblem
from gen_desktop.exporting.call_list import write_call_list
from gen_desktop.exporting.error_list import ErrorLine, write_error_list
from gen_desktop.exporting.everything import export_everything
from gen_desktop.importing.position import log_position
from gen_desktop.models.calling import Call
from gen_desktop.models.history import ChangeSet
from gen_desktop.models.privacy import NominativeExport
from gen_desktop.services.exports import record_export
from gen_desktop.services.learners import LearnerInput, create_learner
from gen_desktop.services.undo import last_undoable
from gen_desktop.store import open_store
from tests.factories import enroll, make_cohort, make_learner
from tests.test_architecture import CODE, files

WRITERS = {
    "exporting/call_list.py:_write_workbook": "write_call_list",
    "exporting/call_list.py:_write_csv": "write_call_list",
    "exporting/call_sheets.py:write_call_sheets": "write_call_sheets",
    "exporting/call_reminders.py:write_call_reminders": "write_call_reminders, with names",
    "exporting/messages.py:_workbook": "write_messages",
    "exporting/messages.py:write_messages": "write_messages",
    "ui/placements/messages_dialog.py:_copy": "may_copy, before",
    "exporting/candidate_list.py:_workbook": "write_candidate_list",
    "exporting/candidate_list.py:write_candidate_list": "write_candidate_list",
    "exporting/draft_paper.py:write_draft_paper": "write_draft_paper",
    "exporting/everything.py:_write_csv": "export_everything",
    "exporting/everything.py:_write_workbook": "export_everything",
    "exporting/error_list.py:write_error_list": "write_error_list",
    "exporting/import_report.py:_write": "write_import_report",
    "exporting/import_report.py:write_import_report": "write_import_report",
    "exporting/questionnaires.py:write_questionnaires": "write_questionnaires",
    "exporting/learner_annex.py:write_learner_annex": "write_learner_annex",
    "exporting/personal_data.py:write_personal_data": "write_personal_data",
    "exporting/esf_participants.py:write_esf_participants": "write_esf_participants",
    "exporting/promotion_table.py:_workbook": "write_promotion_table",
    "exporting/promotion_table.py:write_promotion_table": "write_promotion_table",
    "exporting/issued_papers.py:write_issued_papers": "write_personal_data, before",
    "exporting/plain_list.py:_workbook": "write_report_points and write_report_changes, before they write",
    "exporting/report_changes.py:write_report_changes": "write_report_changes",
    "exporting/report_points.py:write_report_points": "write_report_points",
    "exporting/seen_list.py:_workbook": "write_seen_list",
    "exporting/seen_list.py:write_seen_list": "write_seen_list",
    "exporting/seen_pdf.py:write_seen_pdf": "write_seen_pdf",
    "ui/learners/bulk/many.py:_on_copied": "may_copy, asked by copy",
    "exporting/attached_documents.py:write_paper": "write_paper",
    "exporting/attached_documents.py:write_papers": "write_personal_data and export_everything, before",
    "ui/tables/table_view.py:_copy": "may_copy of the lists of people",
}
"""What writes names → the function that enters them in the register."""
NAMELESS = {
    "exporting/blank_list.py:_write": "titles, and one invented row",
    "exporting/blank_list.py:write_blank_list": "titles, and one invented row",
    "exporting/complaint_list.py:write_complaint_list": "the register of complaints, without its names",
    "exporting/report_figures.py:write_report_figures": "the figures that a report prints, without anybody",
    "exporting/ics.py:write_ics": "half-days of a cohort, without a learner",
    "services/documents.py:save_report": "in the register of issued documents",
    "services/documents.py:_write_and_register": "in the register of issued documents",
    "services/submitted_reports.py:_submit": "in the register of issued documents, and names nobody",
    "services/submitted_reports.py:write_again": "a report that is in that register",
    "ui/crash_dialog.py:_copy": "the crash, without data",
    "ui/crash_dialog.py:_save": "the crash, without data",
    "cli/bringing.py:sample_run": "the invented organisation",
    "cli/self_check.py:self_check": "the invented organisation",
    "settings.py:save_settings": "preferences",
    "cli/diagnosing.py:diagnose": "versions and sizes, without data",
    "ui/diagnosing.py:_copy": "versions and sizes, without data",
    "ui/diagnosing.py:_save": "versions and sizes, without data",
    "ui/verification/verdict.py:_copy": "what a check found, without names",
    "opened_copies.py:_placed": "a paper shown by a program of the system, erased with the window",
    "opened_copies.py:_held_in": "an empty file, held while the program lives",
    "crashes.py:_gather": "the crash, without data",
    "crashes.py:start_watching": "the crash, without data",
}


def test_whatever_writes_a_file_or_the_clipboard_is_known() -> None:
    found = {place for place in _writers() if not place.startswith(("db/", "sample/", "files.py", "log.py"))}
    assert found == set(WRITERS) | set(NAMELESS)


@pytest.mark.parametrize(
    "module",
    [
        *("attached_documents", "call_list", "candidate_list", "everything", "error_list", "import_report"),
        *("call_sheets", "messages"),
        *("draft_paper", "esf_participants", "promotion_table", "questionnaires"),
        *("learner_annex", "report_changes", "report_points", "seen_list", "seen_pdf"),
    ],
)
def test_exporters_enter_the_register_before_they_write(module: str) -> None:
    tree = ast.parse((CODE / "exporting" / f"{module}.py").read_text(encoding="utf-8"))
    (entry,) = (
        node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name in set(WRITERS.values())
    )
    calls = [ast.unparse(node.func) for node in ast.walk(entry) if isinstance(node, ast.Call)]
    assert "record_export" in calls


def test_every_list_of_the_window_is_known_to_name_people_or_not() -> None:
    """Lists of people ask ``may_copy`` before a row goes to the clipboard."""
    asking = {"ui/learners/people_list.py", "ui/learners/bulk/preview.py", "ui/placements/page.py"}
    asking |= {"ui/privacy/review.py", "ui/bin/page.py", "ui/imports/reports_pane.py"}
    asking |= {"ui/duplicates/page.py", "ui/intake/page.py"}
    asking |= {"ui/references/fill_dialog.py", "ui/radar/page.py", "ui/satisfaction/results.py"}
    # Complaints, satisfaction, work at distance and absences are pages of one list.
    asking |= {"ui/list_page.py"}
    asking |= {"ui/reports/changes_page.py"}
    # Lists to import are of whoever brought them; the list card of « Vie privée » asks where it names people.
    nameless = {"ui/cohorts/page.py", "ui/backups/page.py", "ui/tables/list_card.py"}
    # « Listes » holds employers, programmes, courses and sites.
    nameless |= {"ui/imports/rows_view.py", "ui/imports/notes_view.py", "ui/lists/page.py"}
    # « Référentiels » holds communes, neighbourhoods and certifications.
    nameless |= {"ui/references/page.py", "ui/references/rncp_card.py"}
    # « Feuilles signées » lists scans by their days.
    nameless |= {"ui/sheets/page.py"}
    made, asked = set(), set()
    for file in files("ui"):
        text, place = file.read_text(encoding="utf-8"), file.relative_to(CODE).as_posix()
        made |= {place} if "= TableView(" in text else set()
        asked |= {place} if "partial(may_copy" in text else set()
    assert asked == asking
    assert made - asking == nameless


def _writers() -> Iterator[str]:
    """``file:function`` of everything in the program that opens a file to write, or fills the clipboard."""
    for file in files():
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef) and any(map(_writes, ast.walk(function))):
                yield f"{file.relative_to(CODE).as_posix()}:{function.name}"


def _writes(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    name = ast.unparse(node.func)
    if name.endswith((".open", "open")) and any(
        isinstance(one, ast.Constant) and str(one.value).startswith(("w", "a", "x")) for one in node.args
    ):
        return True
    return name.endswith(
        (
            "write_atomically",
            "write_private",
            "written_with",
            "named_last",
            "xlsxwriter.Workbook",
            ".write_text",
            ".write_bytes",
            "clipboard().setText",
        )
    )


def _leaver(db: Database) -> int:
    import datetime as dt

    with db.write("Créer") as session:
        learner = make_learner(session)
        enrollment = enroll(session, make_cohort(session), learner, entered_on=dt.date(2026, 1, 5))
        enrollment.exit_type, enrollment.exit_on = "term", dt.date(2026, 3, 1)
        return enrollment.id


def test_each_export_is_entered_with_what_it_held(db: Database, tmp_path: Path) -> None:
    enrollment_id = _leaver(db)
    write_call_list(db, [Call(enrollment_id, 6).id], tmp_path / "appels.csv")
    export_everything(db, tmp_path / "tout", "csv")
    twice = [ErrorLine("2", "Nom", "x", "y"), ErrorLine("2", "Prénom", "x", "y")]
    write_error_list(db, tmp_path / "erreurs.csv", twice)
    with db.read() as session:
        found = session.execute(
            select(NominativeExport.kind, NominativeExport.scope, NominativeExport.people).order_by(
                NominativeExport.id
            )
        ).all()
    assert [tuple(row) for row in found] == [
        ("call_list", "DWWM 2026-1", 1),
        ("everything", "Tout le fichier", 1),
        ("error_list", "Une liste à importer", 1),
    ]


def test_nothing_is_written_when_the_register_cannot_be(store_file: Path, tmp_path: Path) -> None:
    db = open_store(store_file, PROGRAM)
    enrollment_id = _leaver(db)
    db.close()
    reading = open_store(store_file, PROGRAM, read_only=True)
    for write in (
        lambda: write_call_list(reading, [Call(enrollment_id, 6).id], tmp_path / "appels.csv"),
        lambda: export_everything(reading, tmp_path / "tout", "xlsx"),
        lambda: write_error_list(reading, tmp_path / "erreurs.csv", [ErrorLine("2", "Nom", "x", "y")]),
    ):
        with pytest.raises(StorageProblem, match=r"Rien n’a été exporté.*lecture seule"):
            write()
    reading.close()
    assert {file.name.removeprefix(store_file.name) for file in tmp_path.iterdir()} <= {"", "-wal", "-shm"}


def test_an_export_changes_no_data(db: Database) -> None:
    create_learner(db, LearnerInput("Delorme", "Kévin"))
    with db.read() as session:
        position, before = log_position(session), last_undoable(session)
    record_export(db, "call_list", "DWWM 2026-1", 12)
    with db.read() as session:
        assert log_position(session) == position
        assert last_undoable(session) == before
        name = session.scalar(select(ChangeSet.name).order_by(ChangeSet.position.desc()).limit(1))
    assert name == "Export avec des noms\u00a0: Liste d’appels, 12 personnes"
    with pytest.raises(NotFound):
        record_export(db, "unknown", "", 1)
