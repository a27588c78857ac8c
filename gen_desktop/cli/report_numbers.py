"""All the numbers of a report, and no page: figures --report follow-up, figures --report evaluation."""

from __future__ import annotations

import argparse

from gen_desktop.cli.common import opened, print_json
from gen_desktop.cli.report_checks import since_annex
from gen_desktop.cli.report_scopes import FOLLOW_UP, asked_scope, kept_scope
from gen_desktop.errors import InvalidInput
from gen_desktop.reports.registry import report_numbers


def report_figures(arguments: argparse.Namespace) -> None:
    """What the report of the same scope prints, as JSON. Raises InvalidInput for half a scope."""
    _refuse_half_a_scope(arguments)
    kind = arguments.report
    with opened(arguments) as db:
        counted, words = asked_scope(db, arguments, kind)
        since = since_annex(db, arguments, counted)
        answer = report_numbers(db, kept_scope(counted, words, arguments, kind), since)
    print_json(answer)


def _refuse_half_a_scope(arguments: argparse.Namespace) -> None:
    if arguments.report == FOLLOW_UP:
        if arguments.date_from is None or arguments.date_to is None:
            raise InvalidInput.one("from", "Un rapport de suivi a un début (--from) et une fin (--to).")
        return
    if arguments.horizon is None:
        raise InvalidInput.one("horizon", "Un rapport d’évaluation a une échéance (--horizon).")
    if bool(arguments.cohort) == (arguments.year is not None):
        raise InvalidInput.one(
            "cohort", "Un rapport d’évaluation est celui de cohortes (--cohort) ou d’une année (--year)."
        )
