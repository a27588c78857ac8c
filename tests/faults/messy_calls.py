"""What people make of a call list in a spreadsheet: what they tell, and the mess that tells nothing."""

from __future__ import annotations

import datetime as dt
import random
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import xlsxwriter

from gen_desktop.french import NBSP, short_date

MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août")
EPOCH = dt.date(1899, 12, 30)
Row = dict[str, Any]


@dataclass(frozen=True)
class Told:
    """What was typed in the cells of one line, and how each difference reads."""

    cells: Mapping[str, Any]
    differences: frozenset[str]


@dataclass
class Mess:
    """A list filled in. ``told``: the differences of each line, by the key of ``key_of``."""

    rows: list[Row]
    told: dict[tuple[str, str, str], frozenset[str]] = field(default_factory=dict)


def key_of(row: Mapping[str, Any]) -> tuple[str, str, str]:
    """Who and which horizon, as the exported list says it."""
    return row["Nom"], row["Prénom"], row["Échéance"]


def fill_in(rows: Sequence[Row], rng: random.Random, today: dt.date) -> Mess:
    """Some lines called, some corrected, most left alone."""
    mess = Mess([dict(row) for row in rows])
    for row in mess.rows:
        if rng.random() < 0.45:
            continue
        told = _correction(row, rng) if row["Situation"] else _call(row, rng, today)
        if told is not None:
            row.update(told.cells)
            mess.told[key_of(row)] = told.differences
    return mess


def write_messily(path: Path, mess: Mess, rng: random.Random, today: dt.date) -> Path:
    """The list as it comes back: columns moved, lines sorted or gone, colours, remarks, no accents."""
    rows = list(mess.rows)
    if rng.random() < 0.5:
        rng.shuffle(rows)
    for row in [one for one in rows if key_of(one) not in mess.told and rng.random() < 0.2]:
        rows.remove(row)
    titles = list(rows[0])
    if rng.random() < 0.5:
        rng.shuffle(titles)
    for column in ("Téléphone", "Courriel", "Date de sortie"):
        if rng.random() < 0.3:
            titles.remove(column)
    extra = "Vu avec Paul"
    titles.insert(rng.randrange(len(titles)), extra)
    loses_accents = rng.random() < 0.3
    shown = [_title(title, rng) for title in titles]
    with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"}) as book:
        sheet = book.add_worksheet("Appels")
        paints = [book.add_format({"bg_color": colour}) for colour in ("#FFFF00", "#90EE90", "#FFC7CE")]
        top = 0
        if rng.random() < 0.4:
            sheet.merge_range(0, 0, 0, 3, "Appels de la semaine", book.add_format({"bold": True}))
            top = 2
        sheet.write_row(top, 0, shown)
        at = top
        for row in rows:
            at += 1 + (rng.random() < 0.1)  # an empty line here and there
            paint = rng.choice([None, None, *paints])
            for column, title in enumerate(titles):
                value = rng.choice(["", "ok", "à voir"]) if title == extra else row[title]
                value = _rewritten(title, value, rng, today, loses_accents=loses_accents)
                if isinstance(value, dt.date):
                    sheet.write_datetime(at, column, dt.datetime.combine(value, dt.time()))
                elif value not in (None, ""):
                    sheet.write(at, column, value, paint)
    return path


def _without_accents(text: str) -> str:
    parts = unicodedata.normalize("NFD", text.replace("’", "'"))
    return "".join(part for part in parts if not unicodedata.combining(part))


def _title(title: str, rng: random.Random) -> str:
    return rng.choice([title, title, title.upper(), f" {title} ", _without_accents(title)])


def _rewritten(title: str, value: Any, rng: random.Random, today: dt.date, *, loses_accents: bool) -> Any:
    """The same cell as another hand or another spreadsheet writes it."""
    if isinstance(value, dt.datetime):
        value = value.date()
    if isinstance(value, dt.date):
        return typed_day(value, rng, today)
    if isinstance(value, float) and value == int(value):
        value = int(value)
    if isinstance(value, int):
        return rng.choice([value, str(value), float(value)])
    if not isinstance(value, str) or title in ("Commentaire", "Employeur", "Intitulé du poste"):
        return value
    if title in ("Nom", "Prénom"):
        value = rng.choice([value, value.upper(), f"{value} ", f"  {value}"])
    elif title == "Échéance" and value == "Sortie":
        value = rng.choice([value, "à la sortie", "SORTIE"])
    elif title == "Échéance":
        value = rng.choice([value, value.replace(" ", ""), f"à {value}", value.split()[0]])
    return _without_accents(value) if loses_accents and title != "Cohorte" else value


def typed_day(day: dt.date, rng: random.Random, today: dt.date) -> Any:
    """A date in one of the ways in which people and spreadsheets write it."""
    ways: list[Any] = [
        *(day, day, f"{day:%d/%m/%Y}", f"{day:%d/%m/%y}", f"{day:%d.%m.%Y}", f"{day:%d-%m-%Y}"),
        *(
            f"{day:%Y-%m-%d}",
            f"{day:%Y-%m-%d} 00:00:00",
            f"{day.day}/{day.month}/{day.year}",
            f"{day:%d%m%Y}",
        ),
        *((day - EPOCH).days, str((day - EPOCH).days)),
    ]
    if day.month <= len(MONTHS):
        ways += [
            f"{day.day} {MONTHS[day.month - 1]} {day.year}",
            f"le {day.day} {MONTHS[day.month - 1]} {day:%Y}",
        ]
    return rng.choice(ways)


def _attempt(row: Row, outcome: tuple[str, str], day: dt.date) -> Told | None:
    """The next attempt of a line; ``outcome``: as typed, and as it reads. None without room."""
    for number in range(1, 7):
        if f"Appel {number}" in row and not row[f"Appel {number}"]:
            cells = {f"Appel {number}": day, f"Résultat {number}": outcome[0]}
            return Told(cells, frozenset({f"Appel du {short_date(day)}{NBSP}: {outcome[1]}"}))
    return None


def _call(row: Row, rng: random.Random, today: dt.date) -> Told | None:
    day = today - dt.timedelta(days=rng.randrange(1, 8))
    if rng.random() < 0.3:
        outcome = rng.choice(
            [
                ("pas de réponse", "pas de réponse"),
                ("Ne répond pas", "pas de réponse"),
                ("message", "message laissé"),
                ("FAUX NUMERO", "faux numéro"),
            ]
        )
        return _attempt(row, outcome, day)
    called = _attempt(row, rng.choice([("joint", "joint"), ("a repondu", "joint"), ("Jointe", "joint")]), day)
    if called is None:
        return None
    cells, said = rng.choice(_ANSWERS)(day)
    dated = f"Relevé le{NBSP}: {short_date(day)}"
    return Told({**called.cells, **cells}, called.differences | {dated} | said)


def _searching(_day: dt.date) -> tuple[Row, frozenset[str]]:
    return {"Situation": "recherche d'emploi"}, frozenset({f"Situation{NBSP}: En recherche d’emploi"})


def _training(_day: dt.date) -> tuple[Row, frozenset[str]]:
    return {"Situation": "en formation"}, frozenset({f"Situation{NBSP}: Formation qualifiante"})


def _permanent(_day: dt.date) -> tuple[Row, frozenset[str]]:
    return {"Situation": "CDI"}, frozenset({f"Situation{NBSP}: CDI"})


def _permanent_at(_day: dt.date) -> tuple[Row, frozenset[str]]:
    return {"Situation": "cdi temps plein chez Truc & Fils"}, frozenset(
        {
            f"Situation{NBSP}: CDI",
            f"Contrat{NBSP}: CDI",
            f"Temps de travail{NBSP}: Temps plein",
            f"Employeur{NBSP}: Truc & Fils",
        }
    )


def _eight_months(_day: dt.date) -> tuple[Row, frozenset[str]]:
    return {"Situation": "CDD 8 mois", "Employeur": "Scierie du Morvan"}, frozenset(
        {
            f"Situation{NBSP}: CDD long",
            f"Contrat{NBSP}: CDD",
            f"Durée en mois{NBSP}: 8",
            f"Employeur{NBSP}: Scierie du Morvan",
        }
    )


def _in_columns(_day: dt.date) -> tuple[Row, frozenset[str]]:
    return {
        "Situation": "en emploi",
        "Contrat": "cdd",
        "Durée (mois)": "3 mois",
        "Métier visé": "non",
    }, frozenset(
        {
            f"Situation{NBSP}: CDD court",
            f"Contrat{NBSP}: CDD",
            f"Durée en mois{NBSP}: 3",
            f"Métier visé{NBSP}: non",
        }
    )


_ANSWERS = (_searching, _training, _permanent, _permanent_at, _eight_months, _in_columns)


def _correction(row: Row, rng: random.Random) -> Told | None:
    """One cell of a line already told."""
    before = row["Employeur"]
    if before and rng.random() < 0.6:
        said = f"Employeur{NBSP}: {before} → {before} Bourgogne"
        return Told({"Employeur": f"{before} Bourgogne"}, frozenset({said}))
    comment = "rappeler en mars"
    if row["Commentaire"] == comment:
        return None
    was = row["Commentaire"] or "–"
    return Told({"Commentaire": comment}, frozenset({f"Commentaire{NBSP}: {was} → {comment}"}))
