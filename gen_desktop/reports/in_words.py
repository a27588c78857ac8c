"""The four questions of a programme officer, answered in sentences on the first page of both reports."""

from __future__ import annotations

from gen_desktop.reports.figures_text import Figures, people, public_rate, said, said_rate
from gen_desktop.reports.written import Written, joined, plural, tell

WELCOMED = "Qui a été accueilli"
STAYED = "Qui est resté"
FOUND_WORK = "Qui a trouvé un emploi"
NOT_REACHED = "Qui n’a pas pu être joint"
NOBODY = "Personne n’est entré dans ce périmètre."


def publics_words(figures: Figures) -> Written:
    """The shares of the publics that programmes look at first."""
    names = {"femmes": "Femmes", "bac_ou_infra": "bac ou infra", "qpv": "QPV", "zrr_frr": "ZRR ou FRR"}
    shares = (
        tell("{} : {}", name, said_rate(public_rate(figures[f"A3.{key}"]))) for key, name in names.items()
    )
    return tell("{}.", joined(shares, " ; "))


def work_words(figures: Figures, horizon: int, whose: str = "") -> Written:
    """Employment at the horizon, the unknown counted as no, and the two bounds of the positive exits."""
    k = horizon
    return tell(
        "À {} mois, {} à échéance{} : en emploi {} au moins, en emploi durable {} au moins ; sorties "
        "positives entre {} et {} selon les inconnus.",
        *(k, people(figures[f"D1.{k}"].N), whose),
        *(said(figures[f"{code}.{k}"]) for code in ("D4p", "D5p", "D3b", "D3c")),
    )


def unknown_words(figures: Figures, horizon: int) -> Written:
    """How many situations are unknown at the horizon, and why."""
    k = horizon
    return tell(
        "À {} mois, situation inconnue pour {} : {}, {}, {} refus de répondre.",
        *(k, said(figures[f"D2.{k}"])),
        plural(figures[f"D2nde.{k}"].n, "non interrogé", "non interrogés"),
        plural(figures[f"D2inj.{k}"].n, "injoignable"),
        figures[f"D2ref.{k}"].n,
    )
