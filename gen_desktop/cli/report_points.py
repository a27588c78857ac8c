"""What is to be verified before a report leaves: its points, and the fields that are not always filled."""

from __future__ import annotations

import argparse
from typing import Any

from gen_desktop import french
from gen_desktop.cli.common import print_json, print_table
from gen_desktop.db.database import Database
from gen_desktop.exporting.report_points import Point, write_report_points
from gen_desktop.models.submitted_report import ReportScope
from gen_desktop.queries.field_completeness import IncompleteField, incomplete
from gen_desktop.queries.scope import Scope
from gen_desktop.reports.checks import points
from gen_desktop.reports.checks_annex import WORDS
from gen_desktop.reports.evaluation import load_evaluation
from gen_desktop.reports.follow_up import load_follow_up
from gen_desktop.reports.registry import Check


def check(db: Database, asked: ReportScope, arguments: argparse.Namespace) -> None:
    """The points of a report and its incomplete fields; their people only in the list that is registered."""
    scope = Scope(asked.as_of, asked.cohort_ids, asked.date_from, asked.date_to)
    with db.read() as session:
        if asked.kind == "follow_up":
            _, checks = load_follow_up(session, scope)
        else:
            _, checks = load_evaluation(session, scope, arguments.horizon, asked.words)
        lacking = incomplete(session, scope)
    found = points(checks)
    if arguments.names is not None:
        named = [_point(one) for one in found if one.kind != "cohort"]
        write_report_points(db, _words(asked, arguments), named, arguments.names)
    if arguments.json:
        print_json({"points": [_json(one) for one in found], "fields": [_field_json(one) for one in lacking]})
        return
    print_table(
        ("Gravité", "Point", "Pourquoi, ou que faire"),
        [(WORDS[one.level], one.title, one.detail) for one in found],
    )
    print()
    print_table(("Champ incomplet", "Renseigné", "Taux"), [_field_row(one) for one in lacking])


def _words(asked: ReportScope, arguments: argparse.Namespace) -> str:
    if asked.date_from is None or asked.date_to is None:
        return asked.words
    return ", ".join((french.date_range(asked.date_from, asked.date_to), *arguments.cohort))


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
