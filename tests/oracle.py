"""The synthetic cohorts whose figures are known beforehand (programme.md §11.2 and §11.7), as lists.

§11.7: 20 applications, 14 admitted, 12 places, 12 entrants, 400 h each: ten weeks of forty hours. Two left
early, one for a job in the third month, one without news. All invented.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

CODE = "ORACLE 2026-1"
START, END = dt.date(2026, 1, 5), dt.date(2026, 3, 13)
FOR_A_JOB, WITHOUT_NEWS = dt.date(2026, 3, 6), dt.date(2026, 2, 6)
ASKED, AS_OF = dt.date(2026, 6, 15), dt.date(2026, 6, 30)
PATTERN = "lun-ven 8h30-12h30 13h30-17h30"
HALF_DAY_HOURS = 4

PEOPLE = (
    *(
        ("Aubert", "Inès"),
        ("Bakary", "Fatou"),
        ("Ben Salah", "Yasmine"),
        ("Cordier", "Léa"),
        ("Da Silva", "Ana"),
    ),
    *(
        ("Delorme", "Kévin"),
        ("Fournier", "Hugo"),
        ("Garnier", "Sofiane"),
        ("Hamidi", "Nour"),
        ("Lefèvre", "Jules"),
    ),
    *(
        ("Marchand", "Enzo"),
        ("Nguyen", "Linh"),
        ("O’Brien", "Sean"),
        ("Petit", "Samuel"),
        ("Quentin", "Marc"),
    ),
    *(("Rousseau", "Luc"), ("Simon", "Karim"), ("Traoré", "Ali"), ("Urbain", "Paul"), ("Vidal", "Noé")),
)
"""Twelve entrants (the last two leave early), one who never came, one who withdrew, six who were refused."""
ENTRANTS = PEOPLE[:12]
EXITS = (*[END] * 10, FOR_A_JOB, WITHOUT_NEWS)
TOLD = (
    *[("En emploi", "CDI", None)] * 2,
    *[("En emploi", "CDD", 8), ("En emploi", "CDD", 12), ("En emploi", "CDD", 3)],
    *[("Création d’activité", "Micro-entreprise", None), ("Formation qualifiante", None, None)],
    *[("En recherche d’emploi", None, None)] * 2,
    None,
    ("En emploi", "CDI", None),
    ("Injoignable", None, None),
)
"""What each entrant told at 3 months: 10 known; one whom nobody asked, one who cannot be reached."""
CERTIFICATION = (*["Totale"] * 7, "Partielle", "Échec", None, None, None)

D_FIGURES = {
    "D1.3": (10, 12, 2, 83.3),
    "D2.3": (2, 12, 0, 16.7),
    "D2nde.3": (1, 12, 0, 8.3),
    "D2inj.3": (1, 12, 0, 8.3),
    "D2ref.3": (0, 12, 0, 0.0),
    "D3a.3": (8, 10, 0, 80.0),
    "D3b.3": (8, 12, 2, 66.7),
    "D3c.3": (10, 12, 2, 83.3),
    "D4.3": (7, 10, 0, 70.0),
    "D4s.3": (6, 10, 0, 60.0),
    "D5.3": (6, 10, 0, 60.0),
    "D6.3": (6, 7, 0, 85.7),
    "D10.3": (8, 12, 2, 66.7),
}
"""Indicator → n, N, unknown, value; a rate on respondents has nobody unknown in its N."""
FIGURES = {
    "A1": (14, 20, 0, 70.0),
    "A2": (12, 12, 0, 100.0),
    "A3.femmes": (5, 12, 0, 41.7),
    "A3.qpv": (4, 12, 1, 33.3),
    "A3.qpv.connus": (4, 11, 0, 36.4),
    "A3.bac_ou_infra": (9, 12, 0, 75.0),
    "B3": (2, 12, 0, 16.7),
    "B4": (10, 12, 0, 83.3),
    "C1": (9, 10, 0, 90.0),
    "C2": (7, 9, 0, 77.8),
    "C3": (1, 9, 0, 11.1),
    "C4": (7, 12, 0, 58.3),
    **D_FIGURES,
}
A_THOUSAND = {"D3a.3": (496, 670, 74.0), "D3b.3": (496, 1000, 49.6), "D3c.3": (826, 1000, 82.6)}
CALL_HEAD = (
    *("Nom", "Prénom", "Cohorte", "Échéance", "Appel 1", "Résultat 1", "Appel 2", "Résultat 2", "Appel 3"),
    *("Résultat 3", "Relevé le", "Mode de contact", "Situation", "Contrat", "Durée (mois)"),
)


def call_lines() -> list[tuple[Any, ...]]:
    """The call list at 3 months."""
    lines: list[tuple[Any, ...]] = [CALL_HEAD]
    for (last, first), told in zip(ENTRANTS, TOLD, strict=True):
        who = (last, first, CODE, "3 mois")
        if told is None:
            lines.append(who)
        elif told[0] == "Injoignable":
            calls = [cell for day in (8, 10, 12) for cell in (dt.date(2026, 6, day), "Pas de réponse")]
            lines.append((*who, *calls, dt.date(2026, 6, 12), None, *told))
        else:
            calls = [ASKED, "Joint", None, None, None, None]
            lines.append((*who, *calls, ASKED, "Téléphone", *told))
    return lines


def learner_lines() -> list[tuple[Any, ...]]:
    """The list of the twenty applicants."""
    lines: list[tuple[Any, ...]] = [
        (
            *("Nom", "Prénom", "Sexe", "QPV", "Niveau de diplôme", "Date de candidature", "Décision"),
            *("Date d’admission", "Jamais venu", "Date d’entrée", "Date de sortie", "Type de sortie"),
            *("Motif de sortie", "Présenté à l’examen", "Résultat"),
        )
    ]
    applied, decided = dt.date(2025, 11, 3), dt.date(2025, 12, 1)
    for number, (last, first) in enumerate(PEOPLE):
        who = (last, first, "F" if number < 5 else "M")
        if number < 12:
            qpv = None if number == 11 else "Oui" if number < 4 else "Non"
            reason = {10: "Reprise d’emploi", 11: "Sans nouvelle"}.get(number)
            outcome = CERTIFICATION[number]
            lines.append(
                (
                    *(*who, qpv, "Bac" if number < 9 else "Bac+2", applied, "Admis", decided, None),
                    *(START, EXITS[number], "Abandon" if reason else "Fin de parcours", reason),
                    *("Oui" if outcome else "Non", outcome),
                )
            )
        elif number == 12:
            lines.append((*who, None, None, applied, "Admis", decided, "Oui"))
        elif number == 13:
            lines.append((*who, None, None, applied, "Désisté", decided))
        else:
            lines.append((*who, None, None, applied, "Refusé"))
    return lines


def cohort_lines() -> list[tuple[Any, ...]]:
    """The sheet that describes the cohort."""
    return [
        ("Code", CODE),
        ("Formation", "Développeur web et web mobile"),
        ("Date de début", START),
        ("Date de fin", END),
        ("Places", 12),
        ("Rythme", PATTERN),
        ("Heures en centre", 400),
    ]


def attendance_lines() -> list[tuple[Any, ...]]:
    """Ten weeks: everybody present, but eight hours unjustified, twelve justified and forty minutes late."""
    days = [START + dt.timedelta(days=number) for number in range((END - START).days + 1)]
    slots = [(day, half) for day in days if day.weekday() < 5 for half in ("matin", "après-midi")]
    others = {(0, 4): "A", (0, 5): "A", (1, 20): "J mal.", (1, 21): "J mal.", (1, 22): "J", (2, 40): "R 40"}
    lines: list[tuple[Any, ...]] = [("Nom", "Prénom", *(f"{day:%d/%m} {half}" for day, half in slots))]
    for number, (last, first) in enumerate(ENTRANTS):
        marks = [
            others.get((number, place), "P") if day <= EXITS[number] else None
            for place, (day, _) in enumerate(slots)
        ]
        lines.append((last, first, *marks))
    return lines


def thousand_learners() -> list[tuple[Any, ...]]:
    """A thousand leavers of one cohort."""
    head = ("Nom", "Prénom", "Date d’entrée", "Date de sortie", "Type de sortie")
    return [head, *((*_one_of(number), START, END, "Fin de parcours") for number in range(1000))]


def thousand_calls() -> list[tuple[Any, ...]]:
    """670 known, 496 of them positive; of the others some were called in vain."""
    head = (
        "Nom",
        "Prénom",
        "Cohorte",
        "Échéance",
        "Appel 1",
        "Résultat 1",
        "Relevé le",
        "Situation",
        "Contrat",
    )
    lines: list[tuple[Any, ...]] = [head]
    for number in range(1000):
        who = (*_one_of(number), CODE, "3 mois")
        if number < 496:
            kind = number % 3
            told = (("En emploi", "CDI"), ("Formation qualifiante", None), ("Création d’activité", None))[
                kind
            ]
            lines.append((*who, ASKED, "Joint", ASKED, *told))
        elif number < 670:
            lines.append((*who, ASKED, "Joint", ASKED, "En recherche d’emploi", None))
        elif number < 800:
            lines.append((*who, ASKED, "Pas de réponse", None, None, None))
        else:
            lines.append((*who, ASKED, "Refus", ASKED, "Refus", None) if number < 850 else who)
    return lines


def _one_of(number: int) -> tuple[str, str]:
    letters = "".join(chr(97 + digit) for digit in (number // 100, number // 10 % 10, number % 10))
    return f"Nom{letters}", "Camille"
