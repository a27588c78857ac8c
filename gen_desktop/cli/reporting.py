"""The commands of the two programme reports: write the PDF, tell what is to be verified or has changed."""

from __future__ import annotations

import argparse

from gen_desktop.cli.common import opened
from gen_desktop.cli.report_checks import changes, check, since_annex
from gen_desktop.cli.report_scopes import FOLLOW_UP, asked_scope
from gen_desktop.db.database import Database
from gen_desktop.reports.registry import BuiltReport, build_evaluation, build_follow_up
from gen_desktop.services.documents import save_report

_LOOKING = {"check": check, "changes": changes}


def report(arguments: argparse.Namespace) -> None:
    """Build the report asked for, write it, and enter it in the register of issued documents."""
    if arguments.report in _LOOKING:
        _LOOKING[arguments.report](arguments)
        return
    with opened(arguments, writes=True) as db:
        build = _follow_up if arguments.report == FOLLOW_UP else _evaluation
        built = build(db, arguments)
        save_report(db, built, arguments.out)
    print(arguments.out)


def _follow_up(db: Database, arguments: argparse.Namespace) -> BuiltReport:
    scope, _ = asked_scope(db, arguments, FOLLOW_UP)
    first, last = arguments.date_from, arguments.date_to
    since = since_annex(db, arguments, scope)
    return build_follow_up(db, first, last, scope.cohort_ids, scope.as_of, since=since)


def _evaluation(db: Database, arguments: argparse.Namespace) -> BuiltReport:
    scope, words = asked_scope(db, arguments, "evaluation")
    since, ids = since_annex(db, arguments, scope), scope.cohort_ids or ()
    return build_evaluation(db, ids, arguments.horizon, scope.as_of, title_scope=words, since=since)
