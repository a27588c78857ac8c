"""The questionnaire of the ESF+: what each participant answers, or refuses to, at the entry and at the exit.

Source: regulation (EU) 2021/1057, annex I; programme.md §4.1 and §4.4.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from gen_desktop.errors import Problem
from gen_desktop.french import NBSP, short_date
from gen_desktop.reference.lists import code_list

REFUSED = "refused"
"""The answer of who would rather not say, in both code lists: a value, not an unknown."""
CODED_ANSWERS = {
    "nationality": "esf_nationality",
    "has_foreign_background": "esf_answer",
    "is_minority": "esf_answer",
    "is_homeless": "esf_answer",
}
"""Answer → the code list of its values; None is not asked."""


@dataclass(frozen=True, slots=True)
class EsfAnswers:
    """Columns of SensitiveFacts of the same names. Days: when the questionnaires were filled in."""

    esf_collected_on: dt.date | None = None
    esf_exit_collected_on: dt.date | None = None
    nationality: str | None = None
    has_foreign_background: str | None = None
    is_minority: str | None = None
    is_homeless: str | None = None


def answer_problems(
    answers: EsfAnswers, entered_on: dt.date | None, exit_on: dt.date | None, today: dt.date
) -> Iterator[Problem]:
    """What keeps the answers from being kept: days that cannot be, codes that do not exist."""
    for field, name in CODED_ANSWERS.items():
        code = getattr(answers, field)
        if code is not None and code not in code_list(name):
            yield Problem(field, f"Le code «{NBSP}{code}{NBSP}» n’existe pas dans la liste.")
    entry, leaving = answers.esf_collected_on, answers.esf_exit_collected_on
    if entry is not None and entry > today:
        yield Problem("esf_collected_on", f"Le {short_date(entry)} est dans l’avenir.")
    elif entry is not None and entered_on is not None and entry > entered_on:
        yield Problem(
            "esf_collected_on",
            f"Le questionnaire d’entrée ({short_date(entry)}) est après l’entrée ({short_date(entered_on)})"
            f"{NBSP}: il se remplit au plus tard ce jour-là.",
        )
    if leaving is not None and leaving > today:
        yield Problem("esf_exit_collected_on", f"Le {short_date(leaving)} est dans l’avenir.")
    elif leaving is not None and exit_on is None:
        yield Problem("esf_exit_collected_on", "La sortie n’est pas enregistrée.")
    elif leaving is not None and exit_on is not None and leaving < exit_on:
        yield Problem(
            "esf_exit_collected_on",
            f"Le questionnaire de sortie ({short_date(leaving)}) est avant la sortie "
            f"({short_date(exit_on)}).",
        )
