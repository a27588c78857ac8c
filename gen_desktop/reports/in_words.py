"""The four questions of a programme officer, answered in sentences on the first page of both reports."""

from __future__ import annotations

from gen_desktop import french
from gen_desktop.reports.figures_text import Figures, people, public_rate, said, said_rate

WELCOMED = "Qui a été accueilli"
STAYED = "Qui est resté"
FOUND_WORK = "Qui a trouvé un emploi"
NOT_REACHED = "Qui n’a pas pu être joint"
NOBODY = "Personne n’est entré dans ce périmètre."


def publics_words(figures: Figures) -> str:
    """The shares of the publics that programmes look at first."""
    names = {"femmes": "Femmes", "bac_ou_infra": "bac ou infra", "qpv": "QPV", "zrr_frr": "ZRR ou FRR"}
    shares = (f"{name} : {said_rate(public_rate(figures[f'A3.{key}']))}" for key, name in names.items())
    return f"{' ; '.join(shares)}."


def work_words(figures: Figures, horizon: int, whose: str = "") -> str:
    """Employment at the horizon, the unknown counted as no, and the two bounds of the positive exits."""
    k = horizon
    return (
        f"À {k} mois, {people(figures[f'D1.{k}'].N)} à échéance{whose} : en emploi "
        f"{said(figures[f'D4p.{k}'])} au moins, en emploi durable {said(figures[f'D5p.{k}'])} au moins ; "
        f"sorties positives entre {said(figures[f'D3b.{k}'])} et {said(figures[f'D3c.{k}'])} selon les "
        "inconnus."
    )


def unknown_words(figures: Figures, horizon: int) -> str:
    """How many situations are unknown at the horizon, and why."""
    k = horizon
    return (
        f"À {k} mois, situation inconnue pour {said(figures[f'D2.{k}'])} : "
        f"{french.plural(figures[f'D2nde.{k}'].n, 'non interrogé', 'non interrogés')}, "
        f"{french.plural(figures[f'D2inj.{k}'].n, 'injoignable')}, "
        f"{figures[f'D2ref.{k}'].n} refus de répondre."
    )
