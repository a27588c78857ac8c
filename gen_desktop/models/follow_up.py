"""What became of a person some months after the exit, and each attempt to reach her."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from gen_desktop.dates import add_months
from gen_desktop.errors import Problem
from gen_desktop.french import NBSP, plural, short_date
from gen_desktop.models.base import Base, Id, Identified, Versioned
from gen_desktop.reference.contracts import situation_of
from gen_desktop.reference.horizons import RECORDED_HORIZONS, horizon_words
from gen_desktop.reference.lists import code_list, codes_where, label
from gen_desktop.reference.parameters import Parameters

UNREACHABLE, REFUSED, NOT_ASKED, JOB_UNSPECIFIED = "INJ", "REF", "NDE", "EMP_NP"
_BY_LENGTH = ("EMP_CDD6", "EMP_CDDC", "EMP_INT6", "EMP_INTC")


class FollowUp(Versioned, Base):
    """The situation of an enrollment ``horizon`` months after its exit (3, 6, 12, 24; 0: at the exit).

    ``situation`` is a code of outcome_situation, where NDE, INJ, REF mean "unknown" (not asked,
    unreachable, refused). ``contract_months``: length of the contract behind the situation; None: unknown
    or open-ended. No row means: not asked.
    """

    __tablename__ = "follow_up"
    __table_args__ = (UniqueConstraint("enrollment_id", "horizon"),)

    enrollment_id: Mapped[int] = mapped_column(Id, ForeignKey("enrollment.id"))
    horizon: Mapped[int]
    situation: Mapped[str]
    recorded_on: Mapped[dt.date]
    contact_mode: Mapped[str | None]
    proof: Mapped[str | None]
    recorded_by: Mapped[str | None]
    contract_months: Mapped[int | None]
    is_target_occupation: Mapped[bool | None]
    comment: Mapped[str | None]


class ContactAttempt(Identified, Base):
    """One attempt to reach a person about a horizon."""

    __tablename__ = "contact_attempt"

    enrollment_id: Mapped[int] = mapped_column(Id, ForeignKey("enrollment.id"), index=True)
    horizon: Mapped[int]
    made_on: Mapped[dt.date]
    contact_mode: Mapped[str]
    outcome: Mapped[str]  # code list attempt_outcome
    author: Mapped[str | None]
    note: Mapped[str | None]
    made_at: Mapped[dt.time | None]
    number: Mapped[str | None]  # the telephone or address tried, as it was then
    next_on: Mapped[dt.date | None]  # when the person asked to be called again
    next_at: Mapped[dt.time | None]


@dataclass(frozen=True, slots=True)
class Window:
    """When a situation may be asked: ``due_on`` is the day it is about, both other days are included."""

    opens_on: dt.date
    due_on: dt.date
    closes_on: dt.date


def window(exit_on: dt.date, horizon: int, parameters: Parameters) -> Window:
    """The days on which people are called about a horizon (programme.md §7: −15/+45 days, parameters)."""
    due_on = add_months(exit_on, horizon)
    return Window(
        due_on - dt.timedelta(days=parameters.follow_up_window_before),
        due_on,
        due_on + dt.timedelta(days=parameters.follow_up_window_after),
    )


def attempt_problems(
    horizon: int,
    made_on: dt.date,
    contact_mode: str,
    outcome: str,
    exit_on: dt.date | None,
    *,
    next_on: dt.date | None = None,
    next_at: dt.time | None = None,
) -> Iterator[Problem]:
    """What keeps an attempt from being recorded. ``next_on``, ``next_at``: when to call back."""
    yield from _horizon_problems(horizon, exit_on)
    if exit_on is not None and made_on < exit_on:
        yield Problem(
            "made_on", f"L’appel du {short_date(made_on)} est avant la sortie ({short_date(exit_on)})."
        )
    if contact_mode not in code_list("contact_mode"):
        yield Problem("contact_mode", "Choisissez comment la personne a été contactée.")
    if outcome not in code_list("attempt_outcome"):
        yield Problem("outcome", "Choisissez le résultat du contact.")
    if next_on is not None and next_on < made_on:
        yield Problem("next_on", "Ce rappel est avant l’appel.")
    if next_at is not None and next_on is None:
        yield Problem("next_on", "Donnez le jour du rappel.")


def situation_problems(
    horizon: int, recorded_on: dt.date, exit_on: dt.date | None, parameters: Parameters
) -> Iterator[Problem]:
    """What keeps a situation from being recorded that day, whatever it is (programme.md §9.5)."""
    yield from _horizon_problems(horizon, exit_on)
    if exit_on is None or horizon not in RECORDED_HORIZONS:
        return
    opens_on = window(exit_on, horizon, parameters).opens_on
    if recorded_on < opens_on:
        yield Problem(
            "recorded_on",
            f"Il est trop tôt{NBSP}: la situation {horizon_words(horizon)} se relève à partir du "
            f"{short_date(opens_on)}.",
        )


def unreachable_problem(attempts: int, parameters: Parameters) -> str:
    """Why nobody may be declared unreachable after so few attempts, '' if she may."""
    needed = parameters.attempts_before_unreachable
    if attempts >= needed:
        return ""
    return (
        f"Une personne est déclarée injoignable après {plural(needed, 'tentative')}{NBSP}: "
        f"il y en a {attempts}."
    )


def decided_situation(
    situation: str | None, contract_type: str | None, months: int | None, parameters: Parameters
) -> str | Problem:
    """The code to keep, from what was told: a situation, a contract and its length in months, or both.

    The contract decides where it can; a situation that it cannot lead to is a contradiction. Someone who
    kept the job of before (MAINT) stays so whatever the contract.
    """
    if situation is not None and situation not in code_list("outcome_situation"):
        return Problem("situation", f"La situation «{NBSP}{situation}{NBSP}» n’existe pas dans la liste.")
    if contract_type is None:
        return situation or Problem("situation", "Choisissez la situation.")
    if contract_type not in code_list("contract_type"):
        return Problem(
            "contract_type", f"Le contrat «{NBSP}{contract_type}{NBSP}» n’existe pas dans la liste."
        )
    if situation == "MAINT":
        return situation
    contract = code_list("contract_type")[contract_type]
    derived = situation_of(contract_type, months, parameters)
    possible = {contract[f"situation_{name}"] for name in ("long", "short", "unknown")}
    if situation is None or situation == JOB_UNSPECIFIED:
        return derived
    if situation not in possible:
        return Problem(
            "contract_type",
            f"Le contrat «{NBSP}{contract.label}{NBSP}» ne va pas avec la situation "
            f"«{NBSP}{label('outcome_situation', situation)}{NBSP}».",
        )
    return situation if months is None and contract["needs_months"] == "yes" else derived


def is_durable(situation: str, months: int | None, parameters: Parameters) -> bool:
    """Whether a situation counts as lasting employment; queries/populations.py says the same in SQL.

    A known length decides over the label chosen when the threshold was another one.
    """
    durable = code_list("outcome_situation")[situation]["durable"]
    if months is None:
        return durable == "yes"
    if situation in _BY_LENGTH or durable == "by_duration":
        return parameters.is_long(months)
    if durable == "by_parameter":
        return parameters.work_study_counts_as_durable and parameters.is_long(months)
    return durable == "yes"


def is_known(situation: str) -> bool:
    """False for the codes that say why nothing is known: unreachable, refused, not asked."""
    return situation in codes_where("outcome_situation", known="yes")


def _horizon_problems(horizon: int, exit_on: dt.date | None) -> Iterator[Problem]:
    if horizon not in RECORDED_HORIZONS:
        yield Problem("horizon", "Choisissez l’échéance.")
    if exit_on is None:
        yield Problem(
            "enrollment_id",
            f"Cette personne n’est pas sortie de formation{NBSP}: il n’y a pas encore de suivi à faire.",
        )
