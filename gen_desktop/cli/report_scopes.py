"""What a report named on the command line is about."""

from __future__ import annotations

import argparse
import datetime as dt

from gen_desktop import french
from gen_desktop.db.database import Database
from gen_desktop.errors import NotFound
from gen_desktop.models.submitted_report import ReportScope
from gen_desktop.queries.scope import Scope, cohort_ids, cohorts_ending_in, default_as_of

FOLLOW_UP = "follow-up"


def asked_scope(db: Database, arguments: argparse.Namespace, kind: str) -> tuple[Scope, str]:
    """The scope of a report (follow-up, evaluation) and its words. Raises NotFound, InvalidInput."""
    return _period(db, arguments) if kind == FOLLOW_UP else _cohorts(db, arguments)


def kept_scope(scope: Scope, words: str, arguments: argparse.Namespace, kind: str) -> ReportScope:
    """What ``asked_scope`` gave, as a report that is submitted keeps it."""
    if kind == FOLLOW_UP:
        return ReportScope("follow_up", scope.as_of, scope.cohort_ids, scope.date_from, scope.date_to)
    ids = scope.cohort_ids or ()
    return ReportScope("evaluation", scope.as_of, ids, horizon=arguments.horizon, words=words)


def _period(db: Database, arguments: argparse.Namespace) -> tuple[Scope, str]:
    as_of = arguments.as_of or default_as_of(arguments.date_to, dt.date.today())
    with db.read() as session:
        ids = cohort_ids(session, tuple(arguments.cohort))
    # A period that ends before it begins is refused here.
    scope = Scope(as_of, ids, arguments.date_from, arguments.date_to)
    words = french.date_range(arguments.date_from, arguments.date_to)
    return scope, ", ".join((words, *arguments.cohort))


def _cohorts(db: Database, arguments: argparse.Namespace) -> tuple[Scope, str]:
    with db.read() as session:
        if arguments.year is not None:
            ids = cohorts_ending_in(session, arguments.year)
            if not ids:
                raise NotFound(f"Aucune cohorte ne finit en {arguments.year}.")
            words = f"Année {arguments.year}"
        else:
            ids = cohort_ids(session, tuple(arguments.cohort)) or ()
            words = ", ".join(arguments.cohort)
    return Scope(arguments.as_of or dt.date.today(), ids), words
