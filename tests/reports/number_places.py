"""The same count told in two places of a report: lines, boxes and cards against the indicators."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tests.reports.number_sums import tables

Told = tuple[str, Any, Any]
"""Where, what is told there, what the indicators say."""


def told_otherwise(content: Mapping[str, Any]) -> list[str]:
    """The places whose count is not that of the indicators, of the definitions or of the rates by cohort."""
    figures = {one["id"]: one for one in content["figures"] if one["group"] != "previous"}
    checks = _follow_up if content["kind"] == "follow_up" else _evaluation
    return [
        f"{where}: {told} is not {right}" for where, told, right in checks(content, figures) if told != right
    ]


def _pair(figure: Mapping[str, Any]) -> tuple[int, int]:
    return figure["n"], figure["N"]


def _share(value: Mapping[str, Any]) -> tuple[int, int]:
    return value["n"], value["N"]


def _follow_up(content: Mapping[str, Any], figures: Mapping[str, Any]) -> Iterator[Told]:
    applied, entered = figures["A1"], figures["B3"]
    for section, table in tables(content):
        for row in table["rows"]:
            label, values = row["cells"][0].strip(), row["values"]
            if table["title"] == "Suivis des sortants":
                k = label.split()[1]
                asked = figures[f"D2inj.{k}"]["n"] + figures[f"D2ref.{k}"]["n"]
                due = (figures[f"D1.{k}"]["N"], figures[f"D1.{k}"]["n"], asked, figures[f"D2nde.{k}"]["n"])
                yield f"follow-ups at {k}", tuple(values[1:5]), due
            elif section.startswith("4. ") and not table["title"]:
                steps = {"Candidatures reçues": applied["N"], "Admises": applied["n"]}
                steps["Entrées en formation"] = entered["N"]
                if label in steps:
                    yield label, values[1], steps[label]
            elif table["title"] == "Attestations d’entrée":
                yield label, values[1]["N"], entered["N"]
    cards = _values_of_cards(content)
    yield "cards", tuple(cards[name] for name in ("Candidatures", "Admis")), (applied["N"], applied["n"])
    yield "Abandons", cards["Abandons"], entered["n"]
    yield "Parcours terminés", cards["Parcours terminés"], figures["B4"]["n"]
    yield "En formation", cards["En formation dans la période"], entered["N"]


def _values_of_cards(content: Mapping[str, Any]) -> dict[str, Any]:
    (cards,) = (one for one in content["sections"][0]["charts"] if one["kind"] == "cards")
    return {item["label"]: item["texts"][0]["values"][0] for item in cards["items"]}


def _evaluation(content: Mapping[str, Any], figures: Mapping[str, Any]) -> Iterator[Told]:
    k = content["scope"]["horizon"]
    for section, table in tables(content):
        if section.startswith("4. ") and f"À {k} mois" in table["columns"]:
            yield from _at_horizon(table, k, figures)
        elif section.startswith("9. "):
            rates = [row["values"][2:4] for row in table["rows"] if row["kind"] != "group"]
            told = [(_share(rate), unknown) for rate, unknown in rates]
            yield "definitions", told, [(_pair(one), one["unknown"]) for one in content["definitions"]]
        elif section.startswith("11. ") and table["columns"][0] == "Cohorte":
            known = {one["cohort"]: [_pair(rate) for rate in one["rates"]] for one in content["cohort_rates"]}
            for row in table["rows"]:
                if row["kind"] != "total":
                    yield row["cells"][0], [_share(one) for one in row["values"][1:]], known[row["cells"][0]]
    flow = next(
        chart for section in content["sections"] for chart in section["charts"] if chart["kind"] == "flow"
    )
    boxes = {item["label"]: item["texts"][0]["values"][0] for item in flow["items"]}
    applied, entered, known_of = figures["A1"], figures["B3"], figures[f"D1.{k}"]
    steps = {"Candidatures": applied["N"], "Admis": applied["n"], "Entrés": entered["N"]}
    steps |= {f"À échéance de {k} mois": known_of["N"], "Situation connue": known_of["n"]}
    steps["Situation inconnue"] = figures[f"D2.{k}"]["n"]
    yield from ((name, boxes[name], right) for name, right in steps.items())
    yield "exits", boxes["Sortis"] + boxes["Encore en formation"], entered["N"]
    yield "due", boxes["Sortis"] - boxes["Pas à échéance, ou décès"], known_of["N"]


def _at_horizon(table: Mapping[str, Any], k: int, figures: Mapping[str, Any]) -> Iterator[Told]:
    at = table["columns"].index(f"À {k} mois")
    codes = {"Situation connue": "D1", "Situation inconnue": "D2", "Emploi, prudent": "D4p"}
    codes |= {"Sorties positives GEN, haut": "D3c", "Emploi durable, sur répondants": "D5"}
    for row in table["rows"]:
        if code := codes.get(row["cells"][0].strip()):
            yield row["cells"][0], _share(row["values"][at]), _pair(figures[f"{code}.{k}"])
