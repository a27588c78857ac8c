"""État de présence mensuel of one person (R6341-35, R6341-45), for whoever pays the remuneration."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from gen_desktop import french
from gen_desktop.french import typographic
from gen_desktop.models.assiduity import (
    ASSIDUITY_FORMULA,
    ASSIDUITY_NAME,
    AT_DISTANCE,
    PRESENCE_FORMULA,
    PRESENCE_NAME,
    Hours,
)
from gen_desktop.reference.lists import label
from gen_desktop.reports.facts_line import FactsLine
from gen_desktop.reports.form_blocks import Signer
from gen_desktop.reports.month_grid import MonthGrid, code_of
from gen_desktop.reports.paper_obstacles import Obstacle
from gen_desktop.reports.paper_words import Fact, person_name, signed, table_hours
from gen_desktop.reports.person_paper import (
    Needs,
    PersonPaper,
    entry_obstacles,
    planned_obstacles,
    recording_obstacles,
)
from gen_desktop.reports.pieces import Block
from gen_desktop.reports.table import Column, Row, Table

NEEDS = Needs(half_days=True, month=True, proofs=True)
_TO_SUNDAY = dt.timedelta(days=6)


def problems(paper: PersonPaper) -> Iterator[Obstacle]:
    """Why no statement can be issued for the month; a blank month is not printed."""
    yield from entry_obstacles(paper)
    yield from planned_obstacles(paper)
    yield from recording_obstacles(paper)


def blocks(paper: PersonPaper) -> list[Block]:
    """The paper, in reading order."""
    return [
        FactsLine(_facts(paper)),
        MonthGrid(paper.start, paper.told.half_days),
        _totals(paper),
        signed(
            paper,
            Signer("Signature du stagiaire", [person_name(paper.path)]),
            beside=typographic(" ".join(_notes(paper))),
        ),
    ]


def _facts(paper: PersonPaper) -> list[Fact]:
    path = paper.path
    exit_on = french.short_date(path.exit_on) if path.exit_on else "en cours"
    payer = (paper.month and paper.month.payer) or ""
    return [
        ("Stagiaire", person_name(path)),
        ("Entrée", french.short_date(path.entered_on)),
        ("Sortie", exit_on),
        *([("Payeur", payer)] if payer else []),
        *([("N° de dossier", path.payer_file_number)] if path.payer_file_number else []),
        *([("Identifiant France Travail", path.france_travail_id)] if path.france_travail_id else []),
        *([("N° de session", path.carif_session_number)] if path.carif_session_number else []),
    ]


def _totals(paper: PersonPaper) -> Table:
    columns = [Column("Semaine", align="left"), *(Column(title) for title in TITLES)]
    rows = [Row((_week_words(monday, paper), *figures(hours, 0, 0))) for monday, hours in paper.told.weeks]
    remote, company = paper.told.remote.beside, sum(one.done or 0 for one in paper.company)
    if remote or company:
        rows.append(Row(("Travail à distance et périodes en entreprise", *_beside(remote, company))))
    total = ("Total du mois", *figures(paper.hours, remote, company))
    return Table(columns, rows, total=total, dense=True)


def _week_words(monday: dt.date, paper: PersonPaper) -> str:
    """The days of the week that are in the month."""
    return french.date_range(max(monday, paper.start), min(monday + _TO_SUNDAY, paper.end))


TITLES = (
    *("Prévues", "En centre", "À distance", "En entreprise"),
    *("Retards", "Absences justifiées", "Absences non justifiées"),
)


def figures(hours: Hours, remote: int, company: int) -> tuple[str, ...]:
    """The cells under TITLES, in hours; ``remote`` and ``company``: minutes told beside the half-days."""
    by_mode = hours.present_by_mode
    at_distance = sum(by_mode.get(mode, 0) for mode in AT_DISTANCE)
    minutes = (
        *(hours.planned, by_mode.get("on_site", 0), at_distance + remote),
        *(by_mode.get("company", 0) + company, hours.late, hours.justified, hours.unjustified),
    )
    return tuple(map(table_hours, minutes))


def _beside(remote: int, company: int) -> tuple[str, ...]:
    return "", "", table_hours(remote), table_hours(company), "", "", ""


def _notes(paper: PersonPaper) -> Iterator[str]:
    hours = paper.hours
    yield f"{PRESENCE_NAME} : {hours.presence.words} ({PRESENCE_FORMULA})."
    yield f"{ASSIDUITY_NAME} : {hours.assiduity.words} ({ASSIDUITY_FORMULA})."
    reasons = [
        f"{label('attendance_status', code).lower()} {table_hours(minutes)} h"
        for code, minutes in hours.justified_by_code.items()
    ]
    if reasons:
        yield f"Absences justifiées : {', '.join(reasons)}."
    yield from _notices(paper)
    codes = sorted({line.status for line in paper.told.half_days if code_of(line.status)}, key=str)
    if codes:
        yield (
            "Codes : " + ", ".join(f"{code_of(one)} {label('attendance_status', one)}" for one in codes) + "."
        )


def _notices(paper: PersonPaper) -> Iterator[str]:
    """What happened in the month that the payer must hear (R6341-35)."""
    path = paper.path
    if path.entered_on and paper.start <= path.entered_on <= paper.end:
        yield f"Entrée le {french.short_date(path.entered_on)}."
    if path.exit_on and paper.start <= path.exit_on <= paper.end:
        kind = label("exit_type", path.exit_type).lower()
        yield f"Sortie le {french.short_date(path.exit_on)} ({kind})."
    if "AJ_AT" in paper.hours.justified_by_code:
        yield "Accident du travail ou de trajet dans le mois."
    if paper.month is not None and paper.month.sent_on is not None:
        yield f"Envoyé le {french.short_date(paper.month.sent_on)}."
