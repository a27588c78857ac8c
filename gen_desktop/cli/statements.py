"""The papers about groups of people: written as PDF, or their numbers told as JSON."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from gen_desktop.cli.bpf import frames_json, year_of
from gen_desktop.cli.common import opened, print_json
from gen_desktop.cli.report_checks import warn_beside
from gen_desktop.db.database import Database
from gen_desktop.errors import NotFound
from gen_desktop.queries.budgets import Budget
from gen_desktop.queries.scope import Scope, cohort_ids, cohorts_ending_in, default_as_of
from gen_desktop.reports.bpf_statement import load_bpf_statement
from gen_desktop.reports.common import BuiltReport
from gen_desktop.reports.completeness_state import load_completeness_state
from gen_desktop.reports.esf_balance import load_esf_balance
from gen_desktop.reports.financial_balance import cost, load_financial_balance
from gen_desktop.reports.promotion_sums import load_promotion_sums
from gen_desktop.reports.public_rates import PublicRate
from gen_desktop.reports.quality_sheet import QualitySheet, load_quality_sheet
from gen_desktop.reports.statements import (
    build_bpf_statement,
    build_completeness_state,
    build_esf_balance,
    build_financial_balance,
    build_promotion_sums,
    build_quality_sheet,
    refuse_horizon,
)
from gen_desktop.services.documents import save_report


def statement_report(arguments: argparse.Namespace) -> None:
    """Write the paper asked for and enter it in the register of issued documents, or tell its numbers."""
    build, tell = _PAPERS[arguments.report]
    if arguments.json:
        with opened(arguments) as db:
            print_json(tell(db, arguments))
        return
    with opened(arguments, writes=True) as db:
        built = build(db, arguments)
        save_report(db, built, arguments.out)
    print(arguments.out)
    warn_beside(built)


def _as_of(arguments: argparse.Namespace) -> dt.date:
    day: dt.date = arguments.as_of or dt.date.today()
    return day


def _cohorts(db: Database, arguments: argparse.Namespace) -> tuple[tuple[int, ...], str]:
    """The cohorts asked for, and how they are named."""
    with db.read() as session:
        if arguments.year is None:
            return cohort_ids(session, tuple(arguments.cohort)) or (), ", ".join(arguments.cohort)
        ids = cohorts_ending_in(session, arguments.year)
    if not ids:
        raise NotFound(f"Aucune cohorte ne finit en {arguments.year}.")
    return ids, f"Année {arguments.year}"


def _build_indicators(db: Database, arguments: argparse.Namespace) -> BuiltReport:
    ids, words = _cohorts(db, arguments)
    return build_quality_sheet(db, ids, arguments.horizon, _as_of(arguments), dt.date.today(), words)


def _tell_indicators(db: Database, arguments: argparse.Namespace) -> dict[str, Any]:
    refuse_horizon(arguments.horizon)
    ids, words = _cohorts(db, arguments)
    with db.read() as session:
        sheet = load_quality_sheet(session, Scope(_as_of(arguments), ids), arguments.horizon, words)
    return _indicators_json(sheet)


def _indicators_json(sheet: QualitySheet) -> dict[str, Any]:
    rates = (*sheet.path, *sheet.certification, *sheet.outcomes, sheet.response)
    return {
        "scope": sheet.scope_text,
        "as_of": sheet.as_of,
        "entered": sheet.entered,
        "rates": [_rate_json(rate) for rate in rates],
        "satisfaction": [{"label": one.label, "mean": one.mean, "marks": one.marks} for one in sheet.means],
        "smallest_base": sheet.rule.base,
        "smallest_count": sheet.rule.count,
    }


def _rate_json(rate: PublicRate) -> dict[str, Any]:
    return {
        "id": rate.id,
        "label": rate.label,
        "n": rate.n,
        "N": rate.N,
        "value": rate.value,
        "withheld": rate.is_withheld,
        "definition": rate.definition,
    }


def _exercise(arguments: argparse.Namespace) -> tuple[dt.date, dt.date]:
    first, last = arguments.period or year_of(arguments.year)
    return first, last


def _build_bpf(db: Database, arguments: argparse.Namespace) -> BuiltReport:
    return build_bpf_statement(db, *_exercise(arguments), dt.date.today())


def _tell_bpf(db: Database, arguments: argparse.Namespace) -> dict[str, Any]:
    with db.read() as session:
        data = load_bpf_statement(session, *_exercise(arguments), dt.date.today())
    return {
        "from": data.first,
        "to": data.last,
        **frames_json(data.frames),
        "taught": {
            "minutes": data.taught.minutes,
            "with_trainer": data.taught.named,
            "trainers": data.taught.trainers,
        },
        "remote": data.taught.is_remote,
    }


def _build_esf(db: Database, arguments: argparse.Namespace) -> BuiltReport:
    ids, words = _cohorts(db, arguments)
    return build_esf_balance(db, ids, _as_of(arguments), words)


def _tell_esf(db: Database, arguments: argparse.Namespace) -> dict[str, Any]:
    ids, words = _cohorts(db, arguments)
    with db.read() as session:
        balance = load_esf_balance(session, Scope(_as_of(arguments), ids), words)
    told = asdict(balance)
    names = ("as_of", "participants", "people", "sexes", "by_sex", "entry", "exits", "later")
    return {"scope": balance.title_scope, **{name: told[name] for name in names}}


def _build_promotion(db: Database, arguments: argparse.Namespace) -> BuiltReport:
    return build_promotion_sums(db, arguments.year, _as_of(arguments))


def _tell_promotion(db: Database, arguments: argparse.Namespace) -> dict[str, Any]:
    with db.read() as session:
        data = load_promotion_sums(session, arguments.year, _as_of(arguments))
    promotions = [{"year": year, "sums": [asdict(one) for one in sums]} for year, sums in data.promotions]
    return {"as_of": data.as_of, "promotions": promotions}


def _period_scope(db: Database, arguments: argparse.Namespace) -> Scope:
    as_of = arguments.as_of or default_as_of(arguments.date_to, dt.date.today())
    with db.read() as session:
        ids = cohort_ids(session, tuple(arguments.cohort))
    return Scope(as_of, ids, arguments.date_from, arguments.date_to)


def _build_completeness(db: Database, arguments: argparse.Namespace) -> BuiltReport:
    scope = _period_scope(db, arguments)
    period = (arguments.date_from, arguments.date_to)
    return build_completeness_state(db, period, scope.cohort_ids, scope.as_of)


def _tell_completeness(db: Database, arguments: argparse.Namespace) -> dict[str, Any]:
    scope = _period_scope(db, arguments)
    with db.read() as session:
        data = load_completeness_state(session, scope)
    return {
        "scope": data.scope_text,
        "as_of": data.as_of,
        "points": [
            {"level": one.level, "title": one.title, "detail": one.detail, "records": len(one.ids)}
            for one in data.points
        ],
        "fields": [asdict(one) for one in data.fields],
        "records": [asdict(one) for one in data.records],
    }


def _build_finances(db: Database, arguments: argparse.Namespace) -> BuiltReport:
    return build_financial_balance(db, arguments.horizon, _as_of(arguments))


def _tell_finances(db: Database, arguments: argparse.Namespace) -> dict[str, Any]:
    refuse_horizon(arguments.horizon)
    with db.read() as session:
        data = load_financial_balance(session, _as_of(arguments), arguments.horizon)
    return {
        "as_of": data.as_of,
        "horizon": data.horizon,
        "programs": [_budget_json(one) for one in data.budgets],
        "cohorts_without_program": data.orphans,
    }


def _budget_json(one: Budget) -> dict[str, Any]:
    people = {"entered": one.entered, "certified": one.certified, "positive": one.positive}
    costs = {
        basis: {name: cost(amount, count) for name, count in people.items()}
        for basis, amount in (("planned", one.planned), ("realized", one.realized))
    }
    return {**asdict(one), "costs": costs}


Build = Callable[[Database, argparse.Namespace], BuiltReport]
Tell = Callable[[Database, argparse.Namespace], dict[str, Any]]
_PAPERS: dict[str, tuple[Build, Tell]] = {
    "indicators": (_build_indicators, _tell_indicators),
    "bpf": (_build_bpf, _tell_bpf),
    "esf": (_build_esf, _tell_esf),
    "promotion": (_build_promotion, _tell_promotion),
    "completeness": (_build_completeness, _tell_completeness),
    "finances": (_build_finances, _tell_finances),
}
