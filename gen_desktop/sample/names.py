"""Names and places of invented people: common or made up, with the particles and signs of French lists."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache

from gen_desktop.paths import resource_path


@cache
def names(kind: str) -> tuple[str, ...]:
    """The names of a kind: woman, man (first names), surname, street, employer."""
    with resource_path("sample", "invented_names.csv").open(encoding="utf-8", newline="") as file:
        return tuple(row["name"] for row in csv.DictReader(file, delimiter=";") if row["kind"] == kind)


@dataclass(frozen=True, slots=True)
class Commune:
    """Where a person lives. ``zoning``: code of rural_zoning as told; ``has_qpv``: it has some QPV."""

    postal_code: str
    name: str
    zoning: str
    has_qpv: bool = False


COMMUNES = (
    Commune("58120", "Château-Chinon (Ville)", "FRR+"),
    Commune("58120", "Arleuf", "FRR+"),
    Commune("58170", "Luzy", "FRR+"),
    Commune("58290", "Moulins-Engilbert", "FRR+"),
    Commune("58500", "Clamecy", "FRR"),
    Commune("58300", "Decize", "FRR"),
    Commune("58800", "Corbigny", "FRR"),
    Commune("71400", "Autun", "FRR", has_qpv=True),
    Commune("21210", "Saulieu", "FRR"),
    Commune("58000", "Nevers", "FRR_NC", has_qpv=True),
    Commune("71200", "Le Creusot", "FRR_NC", has_qpv=True),
    Commune("58160", "Imphy", "FRR_NC"),
)
