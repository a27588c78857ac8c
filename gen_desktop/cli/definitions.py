"""The command that counts the same people under every definition."""

from __future__ import annotations

import argparse
import datetime as dt
from typing import Any

from gen_desktop import french
from gen_desktop.cli.common import opened, print_json, print_table
from gen_desktop.db.database import Database
from gen_desktop.errors import NotFound
from gen_desktop.queries.definition_figures import DefinitionFigure, definition_figures
from gen_desktop.queries.scope import Scope, cohort_ids, cohorts_ending_in


def definitions(arguments: argparse.Namespace) -> None:
    """Every definition over the cohorts named, or those that end in a year, with its bounds and formula."""
    with opened(arguments) as db:
        scope = Scope(arguments.as_of or dt.date.today(), _cohort_ids(db, arguments))
        with db.read() as session:
            found = definition_figures(session, scope, promotion=arguments.year)
    if arguments.json:
        print_json([_json(figure) for figure in found])
        return
    titles = ("Id", "Système", "Définition", "n", "N", "Taux", "Inconnus", "Bornes", "Formule")
    print_table(titles, [_row(figure) for figure in found])


def _cohort_ids(db: Database, arguments: argparse.Namespace) -> tuple[int, ...] | None:
    with db.read() as session:
        if arguments.year is None:
            return cohort_ids(session, tuple(arguments.cohort))
        ids = cohorts_ending_in(session, arguments.year)
    if not ids:
        raise NotFound(f"Aucune cohorte ne finit en {arguments.year}.")
    return ids


def _row(figure: DefinitionFigure) -> tuple[str, ...]:
    one = figure.definition
    return (
        one.id,
        one.system,
        one.label,
        french.number(figure.n),
        french.number(figure.N),
        french.percent(figure.rate),
        french.number(figure.unknown),
        figure.bounds,
        one.formula,
    )


def _json(figure: DefinitionFigure) -> dict[str, Any]:
    one = figure.definition
    return {
        "id": one.id,
        "system": one.system,
        "label": one.label,
        "formula": one.formula,
        "source": one.source,
        "horizon": one.horizon,
        "n": figure.n,
        "N": figure.N,
        "unknown": figure.unknown,
        "rate": figure.rate,
        "low": figure.low,
        "high": figure.high,
    }


def promotion(arguments: argparse.Namespace) -> None:
    """The table of a promotion for France compétences, entered in the register of exports."""
    from gen_desktop.exporting.promotion_table import write_promotion_table

    with opened(arguments, writes=True) as db:
        as_of = arguments.as_of or dt.date.today()
        people = write_promotion_table(db, arguments.year, as_of, arguments.out)
    print(f"{arguments.out} ({french.plural(people, 'personne')})")


def esf(arguments: argparse.Namespace) -> None:
    """The state of the participants of the ESF+, entered in the register of exports."""
    from gen_desktop.exporting.esf_participants import write_esf_participants
    from gen_desktop.reports.esf_participants import draw_participants

    words = french.join_names(arguments.cohort) or "Toutes les cohortes"
    with opened(arguments, writes=True) as db:
        with db.read() as session:
            ids = cohort_ids(session, tuple(arguments.cohort))
        scope = Scope(arguments.as_of or dt.date.today(), ids)
        count = write_esf_participants(db, scope, words, arguments.out, draw_participants)
    print(f"{arguments.out} ({french.plural(count, 'participation')})")


COMMANDS = {"definitions": definitions, "promotion": promotion, "esf": esf}
