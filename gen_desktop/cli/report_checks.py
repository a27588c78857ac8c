"""What is to be verified before a report leaves, what changed since an earlier one: report check, changes."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from typing import Any

from gen_desktop import french
from gen_desktop.cli.common import opened, print_json, print_table
from gen_desktop.cli.report_scopes import FOLLOW_UP, asked_scope
from gen_desktop.db.database import Database
from gen_desktop.exporting.report_changes import write_report_changes
from gen_desktop.exporting.report_points import Point, write_report_points
from gen_desktop.queries.field_completeness import IncompleteField, incomplete
from gen_desktop.queries.populations import HORIZONS
from gen_desktop.queries.report_changes import NamedChanges, PopulationChange, Since, changes_since
from gen_desktop.queries.rewound import position_at
from gen_desktop.queries.scope import Scope
from gen_desktop.reports.changes_annex import SinceEarlier
from gen_desktop.reports.checks import points
from gen_desktop.reports.checks_annex import WORDS
from gen_desktop.reports.common import BuiltReport, Check
from gen_desktop.reports.evaluation import load_evaluation
from gen_desktop.reports.follow_up import load_follow_up
from gen_desktop.reports.public_overlap import RULE as OVERLAP


def check(arguments: argparse.Namespace) -> None:
    """The points of a report and its incomplete fields; their people only in the list that is registered."""
    is_follow_up = arguments.checked == FOLLOW_UP
    with opened(arguments, writes=arguments.names is not None) as db:
        scope, words = asked_scope(db, arguments, arguments.checked)
        with db.read() as session:
            if is_follow_up:
                _, checks = load_follow_up(session, scope)
            else:
                _, checks = load_evaluation(session, scope, arguments.horizon, words)
            lacking = incomplete(session, scope)
        found = points(checks)
        if arguments.names is not None:
            write_report_points(
                db, words, [_point(one) for one in found if one.kind != "cohort"], arguments.names
            )
    if arguments.json:
        print_json({"points": [_json(one) for one in found], "fields": [_field_json(one) for one in lacking]})
        return
    print_table(
        ("Gravité", "Point", "Pourquoi, ou que faire"),
        [(WORDS[one.level], one.title, one.detail) for one in found],
    )
    print()
    print_table(("Champ incomplet", "Renseigné", "Taux"), [_field_row(one) for one in lacking])


def warn_beside(report: BuiltReport) -> None:
    """Say what a public document tells beside those that left before it; nothing of the other reports."""
    for one in report.checks:
        if one.rule == OVERLAP:
            print(f"{one.title}\u00a0: {one.detail}", file=sys.stderr)


def changes(arguments: argparse.Namespace) -> None:
    """What a report would have counted at the end of a day, from the log, and what it counts now."""
    with opened(arguments, writes=arguments.names is not None) as db:
        scope, words = asked_scope(db, arguments, arguments.checked)
        found = _since(db, arguments, scope)
        if arguments.names is not None:
            write_report_changes(db, words, found, arguments.names)
    if arguments.json:
        print_json([_count_json(one) for one in found.changes.counts])
        return
    print_table(
        ("Population", "Avant", "Entrent", "Sortent", "Aujourd’hui"),
        [
            (one.population.label, *map(french.number, (one.before, one.came, one.left, one.after)))
            for one in found.changes.counts
        ],
    )


def since_annex(db: Database, arguments: argparse.Namespace, scope: Scope) -> SinceEarlier | None:
    """What changed since the day of --since, in numbers; None when nobody asked."""
    if arguments.since is None:
        return None
    counts = _since(db, arguments, scope).changes.counts
    return SinceEarlier(min(arguments.since, scope.as_of), counts)


def _since(db: Database, arguments: argparse.Namespace, scope: Scope) -> NamedChanges:
    """The report of the scope compared with that of the end of the day of --since."""
    horizon = getattr(arguments, "horizon", None)  # only an evaluation is of one
    end_of_day = dt.datetime.combine(arguments.since, dt.time.max).astimezone()
    with db.read() as session:
        since = Since(min(arguments.since, scope.as_of), position_at(session, end_of_day))
        return changes_since(session, scope, HORIZONS if horizon is None else (horizon,), since)


def _count_json(one: PopulationChange) -> dict[str, Any]:
    return {
        "population": one.population.key,
        "horizon": one.population.horizon,
        "label": one.population.label,
        "before": one.before,
        "came": one.came,
        "left": one.left,
        "after": one.after,
    }


def _point(check: Check) -> Point:
    return Point(WORDS[check.level], check.title, check.detail, check.ids)


def _json(check: Check) -> dict[str, Any]:
    return {
        "rule": check.rule,
        "severity": check.level,
        "sentence": check.title,
        "advice": check.detail,
        "n": check.n,
        "N": check.of,
        "records": check.kind,
        "ids": None if check.is_hidden else check.ids,
    }


def _field_row(one: IncompleteField) -> tuple[str, str, str]:
    filled, total = one.field.filled, one.field.total
    return one.field.label, french.share_text(filled, total), french.rate(filled, total)


def _field_json(one: IncompleteField) -> dict[str, Any]:
    return {
        "field": one.field.key,
        "label": one.field.label,
        "n": one.field.filled,
        "N": one.field.total,
        "rate": french.rate_value(one.field.filled, one.field.total),
        "missing": one.missing,
    }
