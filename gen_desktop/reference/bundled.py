"""What the program brings with it and that dates: which state of it, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gen_desktop.french import NBSP, number, plural, short_date
from gen_desktop.reference.communes import VINTAGE, communes
from gen_desktop.reference.parameters import parameter_defaults
from gen_desktop.reference.report_rules import every_report_rule
from gen_desktop.reference.retention import retention_defaults
from gen_desktop.reference.targets import target_defaults


@dataclass(frozen=True, slots=True)
class Bundled:
    """One set of data as shipped: how much it is, of when, from whom."""

    name: str
    content: str
    state: str
    source: str


def bundled() -> tuple[Bundled, ...]:
    """Everything dated that is shipped, in the order in which it is shown."""
    present = sum(not commune.parent for commune in communes())
    return (
        Bundled(
            "Communes et codes postaux",
            f"{number(present)} communes",
            f"Code officiel géographique {VINTAGE}",
            "INSEE, La Poste",
        ),
        Bundled(
            "Objectifs des appels à projets",
            plural(len(target_defaults()), "objectif"),
            _latest([one.valid_from for one in target_defaults()]),
            "Appels à labellisation et à projets",
        ),
        Bundled(
            "Paramètres de calcul",
            plural(len({one.code for one in parameter_defaults()}), "paramètre"),
            _latest([one.valid_from for one in parameter_defaults()]),
            "Dares, France Travail, ASP",
        ),
        Bundled(
            "Contrôles des rapports",
            plural(len({one.code for one in every_report_rule()}), "règle"),
            _latest([one.valid_from for one in every_report_rule()]),
            "Rapports du programme, contrôles croisés",
        ),
        Bundled(
            "Durées de conservation",
            plural(len(retention_defaults()), "durée"),
            _latest([one.valid_from for one in retention_defaults()]),
            "Règlements des financeurs",
        ),
    )


def _latest(days: list[date | None]) -> str:
    known = [day for day in days if day is not None]
    return f"Dernier changement{NBSP}: {short_date(max(known))}" if known else "Sans date de fin"
