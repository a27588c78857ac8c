"""The cohorts of a report: when and where each runs, and how many people went through it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from gen_desktop import french
from gen_desktop.french import join_names
from gen_desktop.queries.indicators import Figure
from gen_desktop.queries.report_facts import CohortLine
from gen_desktop.reports.figures_text import rate_cell, ratio, sentence
from gen_desktop.reports.table import Cell, Column, Rate, Table
from gen_desktop.reports.written import Written, count

_STATES = {"planned": "à venir", "running": "en cours", "ended": "terminée"}
_GROUPS = (
    *(("applied", "Cand."), ("admitted", "Admis"), ("entered", "Entrés"), ("in_training", "En cours")),
    *(("completed", "Terminés"), ("abandoned", "Abandons"), ("neutral", "Neutres")),
)


def calendar_table(cohorts: Sequence[CohortLine], title: str) -> Table:
    """Course, site, dates planned and actual, state at the date."""
    columns = [
        Column("Cohorte", align="left"),
        Column("Formation", align="left"),
        Column("Site", align="left"),
        Column("Dates prévues", align="left"),
        Column("Dates effectives", align="left"),
        Column("État", align="left"),
    ]
    rows: list[list[Cell]] = [
        [
            cohort.code,
            cohort.course,
            _site(cohort),
            _dates(cohort.planned_start, cohort.planned_end),
            _dates(cohort.actual_start, cohort.actual_end),
            _STATES[cohort.state],
        ]
        for cohort in cohorts
    ]
    note = "QPV, FRR\u00a0: zonage du site. Un tiret\u00a0: dates effectives non renseignées."
    return Table(columns, rows, title=title, note=note, dense=True)


def headcount_table(cohorts: Sequence[CohortLine], filling: Figure, as_of: dt.date) -> Table:
    """Places, applications, entries and exits of each cohort; they add up to the last line."""
    has_declared = any(cohort.declared_applications is not None for cohort in cohorts)
    columns = [Column("Cohorte", align="left"), Column("Places")]
    columns += [Column("Cand. déclarées")] * has_declared
    columns += [*(Column(title) for _, title in _GROUPS), Column("Remplissage")]
    rows: list[list[Cell]] = []
    for cohort in cohorts:
        cells: list[Cell] = [cohort.code, _number(cohort.seats)]
        cells += [_number(cohort.declared_applications)] * has_declared
        cells += [count(getattr(cohort, name)) for name, _ in _GROUPS]
        rows.append([*cells, _filling(cohort)])
    total: list[Cell] = ["Ensemble", count(sum(cohort.seats or 0 for cohort in cohorts))]
    total += [count(sum(cohort.declared_applications or 0 for cohort in cohorts))] * has_declared
    total += [count(sum(getattr(cohort, name) for cohort in cohorts)) for name, _ in _GROUPS]
    note = "Cand. : candidatures connues une à une. Remplissage : entrés sur places, cohortes commencées."
    if has_declared:
        note += " Cand. déclarées : nombre déclaré par la cohorte, celles connues une à une comprises."
    return Table(
        columns,
        rows,
        total=[*total, rate_cell(filling)],
        title=f"Effectifs au {french.short_date(as_of)}",
        note=sentence(note),
        dense=True,
    )


def _filling(cohort: CohortLine) -> Rate:
    """Nobody can have entered before the first day, nor after the last: no rate, rather than 0 %."""
    if not cohort.fills_places:
        return Rate(french.UNKNOWN, "à venir" if cohort.state == "planned" else "hors période")
    if cohort.seats is None:
        return Rate(french.UNKNOWN, "places ?")
    return ratio(cohort.entered, cohort.seats)


def _site(cohort: CohortLine) -> str:
    flags = [name for name, flag in (("QPV", cohort.in_qpv), ("FRR", cohort.is_rural)) if flag]
    return f"{cohort.site or 'non renseigné'}{f' ({join_names(flags)})' if flags else ''}"


def _dates(start: dt.date | None, end: dt.date | None) -> str | None:
    if start is None and end is None:
        return None
    if end is None:
        return f"depuis le {french.short_date(start)}"
    if start is None:
        return f"jusqu’au {french.short_date(end)}"
    return f"{french.short_date(start)} – {french.short_date(end)}"


def _number(value: int | None) -> Written | None:
    return None if value is None else count(value)
