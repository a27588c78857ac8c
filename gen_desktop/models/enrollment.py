"""A learner in a cohort: application, entry with the facts frozen at that date, exit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from gen_desktop.errors import Problem
from gen_desktop.french import NBSP, date_range, short_date
from gen_desktop.models.base import Base, Id, Versioned
from gen_desktop.reference.lists import code_list


class Enrollment(Versioned, Base):
    """A learner in a cohort, from the application to the exit (programme.md §9.2).

    ``decision``: pending, admitted, waiting, refused, withdrawn (code list application_decision).
    ``entered_on``: actual entry, that is the first half-day of presence or the confirmed AES; None means
    not an entrant. ``entry_follows_attendance``: the entry came from the first recorded presence and moves
    with it; False once somebody states the day.
    ``employer_company_id``: who employs the person during the course, of an employee or an apprentice.
    ``exit_type``: term, abandonment, neutral; ``exit_on`` is the last day of presence.
    Tri-state facts: None means unknown, never "no".
    """

    __tablename__ = "enrollment"
    __table_args__ = (
        UniqueConstraint("learner_id", "cohort_id"),
        Index("ix_enrollment_cohort_id_entered_on_exit_on", "cohort_id", "entered_on", "exit_on"),
    )

    learner_id: Mapped[int] = mapped_column(Id, ForeignKey("learner.id"), index=True)
    cohort_id: Mapped[int] = mapped_column(Id, ForeignKey("cohort.id"))

    applied_on: Mapped[dt.date | None]
    decision: Mapped[str] = mapped_column(default="admitted")
    decided_on: Mapped[dt.date | None]
    decision_reason: Mapped[str | None]
    is_no_show: Mapped[bool] = mapped_column(default=False)
    positioned_on: Mapped[dt.date | None]
    positioning_method: Mapped[str | None]  # code list positioning_method
    interviewed_on: Mapped[dt.date | None]
    interviewer: Mapped[str | None]
    interview_note: Mapped[str | None]
    waiting_rank: Mapped[int | None]  # 1: the next to be called
    planned_entry_on: Mapped[dt.date | None]
    entered_on: Mapped[dt.date | None]
    entry_follows_attendance: Mapped[bool] = mapped_column(default=False)
    aes_on: Mapped[dt.date | None]
    planned_exit_on: Mapped[dt.date | None]

    exit_type: Mapped[str | None]
    exit_on: Mapped[dt.date | None]
    exit_reason: Mapped[str | None]  # code list exit_reason
    other_exit_reasons: Mapped[str | None]  # codes joined by "|"
    exit_interview_done: Mapped[bool | None]
    exit_interviewed_on: Mapped[dt.date | None]
    exit_interview_note: Mapped[str | None]
    exit_solutions: Mapped[str | None]
    exit_next_step: Mapped[str | None]  # what the person does next, as told on leaving

    planned_center_minutes: Mapped[int | None]
    planned_company_minutes: Mapped[int | None]
    prescriber: Mapped[str | None]
    funder: Mapped[str | None]
    remuneration: Mapped[str | None]
    bpf_status: Mapped[str | None]
    employer_company_id: Mapped[int | None] = mapped_column(Id, ForeignKey("company.id"), index=True)
    payer_file_number: Mapped[str | None]

    last_class: Mapped[str | None]  # code list education_level
    highest_diploma: Mapped[str | None]
    situation_before: Mapped[str | None]
    unemployment_months: Mapped[int | None]
    france_travail_category: Mapped[str | None]
    france_travail_registered_on: Mapped[dt.date | None]
    is_career_change: Mapped[bool | None]
    in_qpv: Mapped[bool | None]
    qpv_code: Mapped[str | None]
    qpv_method: Mapped[str | None]
    qpv_checked_on: Mapped[dt.date | None]
    qpv_vintage: Mapped[str | None]
    rural_zoning: Mapped[str | None]  # code list rural_zoning
    zoning_vintage: Mapped[str | None]
    zoning_method: Mapped[str | None]  # code list zoning_method
    zoning_checked_on: Mapped[dt.date | None]


class SensitiveFacts(Versioned, Base):
    """Facts that few people may see (programme.md §6), kept apart from the enrollment they belong to.

    The last ones are items of regulation (EU) 2021/1057, annex I, which each person may refuse to answer.
    """

    __tablename__ = "sensitive_facts"

    enrollment_id: Mapped[int] = mapped_column(Id, ForeignKey("enrollment.id"), unique=True)
    is_rqth: Mapped[bool | None]
    rqth_valid_until: Mapped[dt.date | None]
    is_brsa: Mapped[bool | None]
    receives_ass: Mapped[bool | None]
    receives_aah: Mapped[bool | None]
    receives_are: Mapped[bool | None]
    esf_collected_on: Mapped[dt.date | None]  # entry questionnaire of the ESF+, not later than the entry
    esf_exit_collected_on: Mapped[dt.date | None]
    nationality: Mapped[str | None]  # code list esf_nationality
    has_foreign_background: Mapped[str | None]  # code list esf_answer, as the two below; None: not asked
    is_minority: Mapped[str | None]
    is_homeless: Mapped[str | None]


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """The facts of an enrollment that are frozen at the entry; None is unknown. Lengths in minutes."""

    prescriber: str | None = None
    funder: str | None = None
    remuneration: str | None = None
    bpf_status: str | None = None
    last_class: str | None = None
    highest_diploma: str | None = None
    situation_before: str | None = None
    unemployment_months: int | None = None
    france_travail_category: str | None = None
    france_travail_registered_on: dt.date | None = None
    is_career_change: bool | None = None
    in_qpv: bool | None = None
    qpv_code: str | None = None
    qpv_method: str | None = None
    qpv_checked_on: dt.date | None = None
    qpv_vintage: str | None = None
    rural_zoning: str | None = None
    zoning_vintage: str | None = None
    zoning_method: str | None = None
    zoning_checked_on: dt.date | None = None
    planned_center_minutes: int | None = None
    planned_company_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Sensitive:
    """The facts of SensitiveFacts, as typed; None is unknown."""

    is_rqth: bool | None = None
    rqth_valid_until: dt.date | None = None
    is_brsa: bool | None = None
    receives_ass: bool | None = None
    receives_aah: bool | None = None
    receives_are: bool | None = None


CODED_FACTS = {
    "prescriber": "prescriber",
    "funder": "funder",
    "remuneration": "remuneration",
    "bpf_status": "bpf_status",
    "last_class": "education_level",
    "highest_diploma": "education_level",
    "situation_before": "situation_before",
    "france_travail_category": "france_travail_category",
    "qpv_method": "qpv_method",
    "rural_zoning": "rural_zoning",
    "zoning_method": "zoning_method",
}
"""Fact at the entry → the code list of its values."""
RURAL_PROOF = ("zoning_vintage", "zoning_method", "zoning_checked_on")
"""What says where ``rural_zoning`` comes from."""
QPV_PROOF = ("qpv_code", "qpv_method", "qpv_checked_on", "qpv_vintage")
"""What says where ``in_qpv`` comes from."""
TERRITORY = ("rural_zoning", *RURAL_PROOF, "in_qpv", *QPV_PROOF)
LONGEST_UNEMPLOYMENT = 600
"""Months; more is a mistyped number."""


def without_old_proof(before: EntryFacts, after: EntryFacts) -> EntryFacts:
    """The facts without the vintage and method of a territory that somebody replaced by another."""
    old: dict[str, None] = {}
    for fact, proof in (("rural_zoning", RURAL_PROOF), ("in_qpv", QPV_PROOF)):
        is_other = getattr(before, fact) != getattr(after, fact)
        if is_other and all(getattr(before, name) == getattr(after, name) for name in proof):
            old |= dict.fromkeys(proof)
    return replace(after, **old)


def facts_problems(facts: EntryFacts) -> Iterator[Problem]:
    """What is wrong with the facts at the entry."""
    for field, name in CODED_FACTS.items():
        code = getattr(facts, field)
        if code is not None and code not in code_list(name):
            yield Problem(field, f"Le code «{NBSP}{code}{NBSP}» n’existe pas dans la liste.")
    months = facts.unemployment_months
    if months is not None and not 0 <= months <= LONGEST_UNEMPLOYMENT:
        yield Problem("unemployment_months", f"{months} mois de chômage{NBSP}: vérifiez le nombre (0 à 600).")


def entry_problem(entered_on: dt.date, cohort_start: dt.date, cohort_end: dt.date) -> str:
    """Why somebody cannot enter that day, '' if he can (programme.md §9.5)."""
    if cohort_start <= entered_on <= cohort_end:
        return ""
    dates = date_range(cohort_start, cohort_end)
    return f"L’entrée du {short_date(entered_on)} est hors des dates de la cohorte ({dates})."


def withdrawal_problem(decision: str, decided_on: dt.date | None, before: str) -> str:
    """Why somebody cannot have withdrawn so, '' if she can; ``before``: the decision until now.

    The day kept of a withdrawal is that of the admission before it: the admission rate (A1) rests on it.
    """
    if decision != "withdrawn" or decided_on is None or before in ("admitted", "withdrawn"):
        return ""
    return (
        f"Ce jour serait celui d’une admission, que personne n’a notée{NBSP}: laissez-le vide, "
        "ou notez d’abord l’admission."
    )


def exit_problems(
    exit_type: str, exit_on: dt.date, reason: str | None, entered_on: dt.date | None
) -> Iterator[Problem]:
    """What keeps an exit from being recorded: order of the dates, and a reason that its type asks for.

    Source: programme.md §5.6: an abandonment has a reason of the Dares list, a neutral exit its own.
    """
    if exit_type not in code_list("exit_type"):
        yield Problem("exit_type", "Choisissez le type de sortie.")
        return
    if entered_on is None:
        yield Problem(
            "exit_on", f"Cette personne n’est pas entrée en formation{NBSP}: il n’y a pas de sortie."
        )
    elif exit_on < entered_on:
        yield Problem(
            "exit_on",
            f"La sortie ({short_date(exit_on)}) est avant l’entrée ({short_date(entered_on)}).",
        )
    if exit_type == "term":
        return
    reasons = code_list("exit_reason")
    if reason is None:
        yield Problem("reason", "Choisissez le motif de la sortie.")
    elif reason not in reasons or reasons[reason]["exit_type"] != exit_type:
        yield Problem("reason", "Ce motif ne va pas avec ce type de sortie.")


def interview_problems(
    held: bool | None, interviewed_on: dt.date | None, entered_on: dt.date | None
) -> Iterator[Problem]:
    """What is wrong with what is told of the interview held on leaving."""
    if interviewed_on is None:
        return
    if held is False:
        yield Problem("interviewed_on", "Un entretien qui n’a pas été mené n’a pas de date.")
    if entered_on is not None and interviewed_on < entered_on:
        yield Problem(
            "interviewed_on",
            f"L’entretien ({short_date(interviewed_on)}) est avant l’entrée ({short_date(entered_on)}).",
        )
