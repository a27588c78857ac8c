"""Reports that were submitted: submit one, correct it, write it again, verify it, compare it with today."""

from __future__ import annotations

import argparse
import datetime as dt
from dataclasses import asdict
from pathlib import Path
from typing import Any

from gen_desktop.cli.common import opened, print_json, print_table
from gen_desktop.cli.passwords import certificate_password
from gen_desktop.cli.report_checks import change_rows
from gen_desktop.db.database import Database
from gen_desktop.french import NBSP, plural, short_date
from gen_desktop.models.submitted_report import ReportScope
from gen_desktop.queries.report_changes import ReportChanges, changes_since_document, words_of
from gen_desktop.queries.submitted_reports import (
    SubmittedLine,
    report_of_number,
    submitted_report,
    submitted_reports,
)
from gen_desktop.reports.signing import open_certificate
from gen_desktop.reports.submission import build_to_submit
from gen_desktop.reports.verification import verify_report, whose_file
from gen_desktop.services.submitted_reports import Sign, correct_report, submit_report, write_again

_HELD = {True: "ok", False: "FAUX", None: "?"}
_SAME = "Aucun chiffre n’a changé, et les mêmes personnes sont comptées."


def submit(db: Database, scope: ReportScope, arguments: argparse.Namespace) -> None:
    """Submit the report of a scope, and print its number."""
    sign = _signature(arguments)
    build = build_to_submit(db, scope, even_provisional=arguments.provisional)
    change = submit_report(db, scope.kind, build, recipient=arguments.to_whom, sign=sign, path=arguments.out)
    _print_number(db, change.created_id, arguments.out)


def correct(arguments: argparse.Namespace) -> None:
    """Submit the correction of a report."""
    with opened(arguments, writes=True) as db:
        with db.read() as session:
            report = report_of_number(session, arguments.number)
        sign = _signature(arguments)
        build = build_to_submit(db, report.scope, even_provisional=arguments.provisional)
        change = correct_report(
            db,
            report.id,
            build,
            reason=arguments.reason,
            recipient=arguments.to_whom or report.recipient,
            sign=sign,
            path=arguments.out,
        )
        _print_number(db, change.created_id, arguments.out)


def reprint(arguments: argparse.Namespace) -> None:
    """Write the bytes that were submitted."""
    with opened(arguments) as db:
        with db.read() as session:
            report = report_of_number(session, arguments.number)
        write_again(db, report.id, arguments.out)
    print(arguments.out)


def verify(arguments: argparse.Namespace) -> int:
    """What proves that a report is as it was submitted; or which report a file is. 1 when something fails."""
    with opened(arguments) as db, db.read() as session:
        if arguments.number.lower().endswith(".pdf"):
            print(whose_file(session, Path(arguments.number).read_bytes()))
            return 0
        report = report_of_number(session, arguments.number)
        proofs = verify_report(session, report.id)
    print(f"{report.number}, {report.title}, {report.scope_text}{NBSP}: {report.status}.")
    for proof in proofs:
        print(f"{_HELD[proof.holds]:5} {proof.sentence}")
    return 0 if all(proof.holds is not False for proof in proofs) else 1


def compare(arguments: argparse.Namespace) -> None:
    """The figures and the people that differ today."""
    with opened(arguments) as db, db.read() as session:
        report = report_of_number(session, arguments.number)
        found = changes_since_document(session, report.id, report.scope)
    if arguments.json:
        print_json(asdict(found) | {"report": _as_json(report), "is_same": found.is_same})
    else:
        _print_comparison(report, found)


def list_all(arguments: argparse.Namespace) -> None:
    """Every report submitted, the latest first."""
    with opened(arguments) as db, db.read() as session:
        reports = submitted_reports(session)
    if arguments.json:
        print_json([_as_json(report) for report in reports])
        return
    titles = ("Numéro", "Rapport", "Périmètre", "Arrêté au", "Remis le", "Destinataire", "Statut")
    rows = [
        (
            *(report.number, report.title, report.scope_text, short_date(report.as_of)),
            *(short_date(report.submitted_at.date()), report.recipient, report.status),
        )
        for report in reports
    ]
    print_table(titles, rows)


def _signature(arguments: argparse.Namespace) -> Sign | None:
    """What signs, opened before anything is made; None when nobody asked for a signature."""
    if arguments.certificate is None:
        return None
    data = arguments.certificate.read_bytes()
    return open_certificate(data, certificate_password(arguments), dt.date.today()).sign


def _print_number(db: Database, document_id: int | None, out: Path) -> None:
    assert document_id is not None
    with db.read() as session:
        report = submitted_report(session, document_id)
    print(f"{report.number}  {out}")


def _print_comparison(report: SubmittedLine, found: ReportChanges) -> None:
    print(f"{report.number}, {report.title}, {report.scope_text}, arrêté au {short_date(report.as_of)}.")
    for rule in found.rules:
        print(f"Règle changée{NBSP}: {rule.label}, {rule.before} puis {rule.after}.")
    if found.version:
        print(f"Programme{NBSP}: {report.program_version} puis {found.version}.")
    if found.is_same:
        print(_SAME)
        return
    if found.figures:
        print_table(("Chiffre", "Remis", "Aujourd’hui"), change_rows(found.figures))
    for move in found.people:
        print(f"{move.name} {move.cohort}".strip())
        for word, moved in (("entre dans", move.came_into), ("quitte", move.left)):
            if moved:
                print(f"  {word}{NBSP}: {f'{NBSP}; '.join(map(words_of, moved))}")
        for reason in move.reasons:
            print(f"  raison{NBSP}: {reason}")
    if found.hidden:
        print(f"{plural(found.hidden, 'autre personne', 'autres personnes')}, que votre rôle ne montre pas.")


def _as_json(report: SubmittedLine) -> dict[str, Any]:
    told = asdict(report) | {"status": report.status, "submitted_at": report.submitted_at.isoformat()}
    return told | {"scope": asdict(report.scope)}
