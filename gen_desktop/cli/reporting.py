"""The command that writes a PDF."""

from __future__ import annotations

import argparse
import datetime as dt

from gen_desktop.cli.common import opened
from gen_desktop.db.database import Database
from gen_desktop.errors import NotFound
from gen_desktop.queries.scope import Scope, cohort_ids, cohorts_ending_in, default_as_of
from gen_desktop.reports.registry import (
    BuiltReport,
    build_evaluation,
    build_follow_up,
    build_public_evaluation,
)
from gen_desktop.services.documents import save_report


def report(arguments: argparse.Namespace) -> None:
    """Build the report asked for, write it, and enter it in the register of issued documents."""
    with opened(arguments, writes=True) as db:
        build = _follow_up if arguments.report == "follow-up" else _evaluation
        built = build(db, arguments)
        save_report(db, built, arguments.out)
    print(arguments.out)


def _follow_up(db: Database, arguments: argparse.Namespace) -> BuiltReport:
    as_of = arguments.as_of or default_as_of(arguments.date_to, dt.date.today())
    Scope(as_of, None, arguments.date_from, arguments.date_to)  # refuses a period that ends before it begins
    with db.read() as session:
        ids = cohort_ids(session, tuple(arguments.cohort))
    return build_follow_up(db, arguments.date_from, arguments.date_to, ids, as_of)


def _evaluation(db: Database, arguments: argparse.Namespace) -> BuiltReport:
    as_of = arguments.as_of or dt.date.today()
    with db.read() as session:
        if arguments.year is not None:
            ids = cohorts_ending_in(session, arguments.year)
            if not ids:
                raise NotFound(f"Aucune cohorte ne finit en {arguments.year}.")
            scope = f"Année {arguments.year}"
        else:
            ids = cohort_ids(session, tuple(arguments.cohort)) or ()
            scope = ", ".join(arguments.cohort)
    build = build_public_evaluation if arguments.public else build_evaluation
    return build(db, ids, arguments.horizon, as_of, title_scope=scope)
