"""What people thought, in figures: satisfaction. Nobody is named and no comment is printed."""

from __future__ import annotations

import argparse
import datetime as dt
from typing import Any

from gen_desktop import french
from gen_desktop.cli.common import opened, print_json, print_table
from gen_desktop.queries import satisfaction as queries
from gen_desktop.queries.satisfaction import Marks, Satisfaction
from gen_desktop.queries.scope import Scope, cohort_ids
from gen_desktop.reference.lists import choices, label


def satisfaction(arguments: argparse.Namespace) -> None:
    """The rate of answers and the means of a cohort, or of all, at one horizon or at each."""
    as_of = arguments.as_of or dt.date.today()
    codes = (arguments.cohort,) if arguments.cohort is not None else ()
    horizons = [int(one.code) for one in choices("satisfaction_horizon", as_of)]
    if arguments.horizon is not None:
        horizons = [arguments.horizon]
    with opened(arguments) as db, db.read() as session:
        scope = Scope(as_of, cohort_ids(session, codes))
        found = {one: queries.satisfaction(session, scope, one, arguments.respondent) for one in horizons}
    if arguments.json:
        print_json([_json(horizon, figures) for horizon, figures in found.items()])
        return
    for horizon, figures in found.items():
        print(_head(horizon, figures))
        print_table(
            ("Question", "Moyenne", "Notes", *(str(mark) for mark in figures.overall.counts)),
            [_line(label("satisfaction_item", item), marks) for item, marks in figures.items.items()],
        )


def _head(horizon: int, figures: Satisfaction) -> str:
    """« À la fin de la formation : 12 réponses sur 16 (75,0 %), moyenne 4,1 sur 60 notes »."""
    answered = french.plural(figures.answered, "réponse")
    rate = french.rate(figures.answered, figures.expected)
    overall = figures.overall
    mean = f"moyenne {french.number(overall.mean, 1)} sur {french.plural(overall.n, 'note')}"
    when = label("satisfaction_horizon", str(horizon))
    return f"{when}{french.NBSP}: {answered} sur {figures.expected} ({rate}), {mean}"


def _line(name: str, marks: Marks) -> tuple[str, ...]:
    counts = (str(count) for count in marks.counts.values())
    return (name, french.number(marks.mean, 1), str(marks.n), *counts)


def _json(horizon: int, figures: Satisfaction) -> dict[str, Any]:
    return {
        "horizon": horizon,
        "expected": figures.expected,
        "answered": figures.answered,
        "reminded": figures.reminded,
        "response_rate": figures.response_rate,
        "mean": figures.overall.mean,
        "marks": figures.overall.n,
        "items": {
            item: {"mean": marks.mean, "n": marks.n, "counts": dict(marks.counts)}
            for item, marks in figures.items.items()
        },
    }
