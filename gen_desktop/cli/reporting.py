"""The command that writes a report, submits it, and answers about those that were submitted."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Callable

from gen_desktop.cli import submitted
from gen_desktop.cli.common import opened
from gen_desktop.db.database import Database
from gen_desktop.errors import NotFound
from gen_desktop.exporting.learner_annex import write_learner_annex
from gen_desktop.models.submitted_report import ReportScope
from gen_desktop.queries.scope import Scope, cohort_ids, cohorts_ending_in, default_as_of
from gen_desktop.reports.registry import BuiltReport, build_public_evaluation, build_report
from gen_desktop.services.documents import save_report

_ASKED: dict[str, Callable[[argparse.Namespace], int | None]] = {
    "correct": submitted.correct,
    "reprint": submitted.reprint,
    "verify": submitted.verify,
    "compare": submitted.compare,
    "list": submitted.list_all,
}


def report(arguments: argparse.Namespace) -> int | None:
    """Build the report asked for, write it, and enter it in the register of issued documents."""
    if arguments.report in _ASKED:
        return _ASKED[arguments.report](arguments)
    with opened(arguments, writes=True) as db:
        if arguments.report == "submit":
            submitted.submit(db, _scope(db, arguments, arguments.submitted), arguments)
        else:
            scope = _scope(db, arguments, arguments.report)
            is_public = arguments.report == "evaluation" and arguments.public
            build = _public_version if is_public else build_report
            save_report(db, build(db, scope), arguments.out)
            print(arguments.out)
            if arguments.report == "follow-up" and arguments.annex:
                asked = Scope(scope.as_of, scope.cohort_ids, scope.date_from, scope.date_to)
                write_learner_annex(db, asked, arguments.annex)
                print(arguments.annex)
    return None


def _public_version(db: Database, scope: ReportScope) -> BuiltReport:
    assert scope.horizon is not None
    ids = scope.cohort_ids or ()
    return build_public_evaluation(db, ids, scope.horizon, scope.as_of, title_scope=scope.words)


def _scope(db: Database, arguments: argparse.Namespace, kind: str) -> ReportScope:
    return _follow_up(db, arguments) if kind == "follow-up" else _evaluation(db, arguments)


def _follow_up(db: Database, arguments: argparse.Namespace) -> ReportScope:
    as_of = arguments.as_of or default_as_of(arguments.date_to, dt.date.today())
    Scope(as_of, None, arguments.date_from, arguments.date_to)  # refuses a period that ends before it begins
    with db.read() as session:
        ids = cohort_ids(session, tuple(arguments.cohort))
    return ReportScope("follow_up", as_of, ids, arguments.date_from, arguments.date_to)


def _evaluation(db: Database, arguments: argparse.Namespace) -> ReportScope:
    as_of = arguments.as_of or dt.date.today()
    with db.read() as session:
        if arguments.year is not None:
            ids = cohorts_ending_in(session, arguments.year)
            if not ids:
                raise NotFound(f"Aucune cohorte ne finit en {arguments.year}.")
            words = f"Année {arguments.year}"
        else:
            ids = cohort_ids(session, tuple(arguments.cohort)) or ()
            words = ", ".join(arguments.cohort)
    return ReportScope("evaluation", as_of, ids, horizon=arguments.horizon, words=words)
