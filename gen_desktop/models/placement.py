"""Dated spells after (or during) a course: jobs, business creations, further training."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import ForeignKey, Numeric
from sqlalchemy.orm import Mapped, mapped_column

from gen_desktop.dates import months_between
from gen_desktop.errors import Problem
from gen_desktop.french import NBSP, short_date
from gen_desktop.models.base import Base, Id, Versioned
from gen_desktop.reference.lists import code_list

LONGEST_CONTRACT = 120
"""Months; more is a mistyped number."""
HIGHEST_SALARY = Decimal(500_000)
"""Gross euros a year; more is a mistyped number."""
LONGEST_WEEK = 80 * 60
"""Minutes of work; more is a mistyped number."""
_CODED = {
    "working_time": ("working_time", "Choisissez le temps de travail."),
    "proof": ("proof_kind", "Choisissez la preuve."),
    "contract_nature": ("contract_nature", "Choisissez la nature du contrat."),
    "training_level": ("education_level", "Choisissez le niveau de la formation."),
}
"""Field → the code list of its values, and what to say of another value."""
_ROME = re.compile(r"[A-N][0-9]{4}")


class Placement(Versioned, Base):
    """One spell. ``kind``: job, creation, training. Its dates tell flow rates from stock rates (§0.1)."""

    __tablename__ = "placement"

    enrollment_id: Mapped[int] = mapped_column(Id, ForeignKey("enrollment.id"), index=True)
    follow_up_id: Mapped[int | None] = mapped_column(Id, ForeignKey("follow_up.id"), index=True)
    company_id: Mapped[int | None] = mapped_column(Id, ForeignKey("company.id"), index=True)
    kind: Mapped[str]
    starts_on: Mapped[dt.date | None]
    ends_on: Mapped[dt.date | None]
    contract_type: Mapped[str | None]  # code list contract_type
    contract_months: Mapped[int | None]
    working_time: Mapped[str | None]  # full, part
    title: Mapped[str | None]  # job or training title
    employer: Mapped[str | None]  # as told; company_id when it is a known company
    rome_code: Mapped[str | None]
    is_target_occupation: Mapped[bool | None]
    is_digital_sector: Mapped[bool | None]
    is_executive: Mapped[bool | None]
    yearly_gross_salary: Mapped[Decimal | None] = mapped_column(Numeric(10, 2, asdecimal=True))
    siren: Mapped[str | None]  # of a created business
    legal_form: Mapped[str | None]
    proof: Mapped[str | None]
    attached_document_id: Mapped[int | None] = mapped_column(
        Id, ForeignKey("attached_document.id"), index=True
    )  # the proof itself
    contract_nature: Mapped[str | None]  # code list contract_nature; None: as the type says
    weekly_minutes: Mapped[int | None]
    rome_version: Mapped[str | None]
    training_body: Mapped[str | None]
    training_level: Mapped[str | None]  # code list education_level
    recorded_on: Mapped[dt.date | None]  # when the centre learned of it; None: not known
    confirmed_on: Mapped[dt.date | None]  # the last day on which it was told to be still going on
    note: Mapped[str | None]

    def confirm(self, day: dt.date) -> None:
        """Note that it was told to go on that day, or on its last day; the latest word stays."""
        last = day if self.ends_on is None else min(day, self.ends_on)
        if self.confirmed_on is None or self.confirmed_on < last:
            self.confirmed_on = last


class Company(Versioned, Base):
    """An employer."""

    __tablename__ = "company"

    name: Mapped[str]
    siret: Mapped[str | None]
    naf_code: Mapped[str | None]
    city: Mapped[str | None]
    sort_key: Mapped[str] = mapped_column(index=True)
    address: Mapped[str | None]
    postal_code: Mapped[str | None]
    phone: Mapped[str | None]
    email: Mapped[str | None]
    note: Mapped[str | None]


class CompanyContact(Versioned, Base):
    """Somebody to talk to at an employer."""

    __tablename__ = "company_contact"

    company_id: Mapped[int] = mapped_column(Id, ForeignKey("company.id"), index=True)
    name: Mapped[str]
    role: Mapped[str | None]
    phone: Mapped[str | None]
    email: Mapped[str | None]


@dataclass(frozen=True, slots=True)
class SpellFacts:
    """A spell as told, before it is checked. ``salary``: gross euros a year. None is unknown.

    ``confirmed_on``: the last day on which it was told to be still going on.
    """

    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    contract_type: str | None = None
    contract_months: int | None = None
    working_time: str | None = None
    rome_code: str | None = None
    salary: Decimal | None = None
    proof: str | None = None
    contract_nature: str | None = None
    weekly_minutes: int | None = None
    training_level: str | None = None
    confirmed_on: dt.date | None = None


def spell_problems(facts: SpellFacts) -> Iterator[Problem]:
    """What is wrong with a spell (programme.md §9.5: it ends after its start, a CDI has no end)."""
    if facts.starts_on and facts.ends_on and facts.ends_on < facts.starts_on:
        yield Problem(
            "ends_on",
            f"La fin ({short_date(facts.ends_on)}) est avant le début ({short_date(facts.starts_on)}).",
        )
    elif facts.ends_on is not None and is_open_ended(facts.contract_type):
        yield Problem("ends_on", f"Un CDI n’a pas de fin{NBSP}: effacez la date, ou changez de contrat.")
    months = facts.contract_months
    if months is not None and not 0 <= months <= LONGEST_CONTRACT:
        yield Problem("contract_months", f"{months} mois{NBSP}: vérifiez la durée du contrat (0 à 120).")
    for field, (name, sentence) in _CODED.items():
        code = getattr(facts, field)
        if code is not None and code not in code_list(name):
            yield Problem(field, sentence)
    minutes = facts.weekly_minutes
    if minutes is not None and not 0 < minutes <= LONGEST_WEEK:
        yield Problem("weekly_minutes", f"Vérifiez les heures par semaine (de 1 à {LONGEST_WEEK // 60}).")
    confirmed_on = facts.confirmed_on
    if confirmed_on is not None and facts.starts_on is not None and confirmed_on < facts.starts_on:
        yield Problem(
            "confirmed_on", f"Cette confirmation est avant le début ({short_date(facts.starts_on)})."
        )
    if facts.rome_code is not None and not _ROME.fullmatch(facts.rome_code):
        yield Problem("rome_code", f"Un code ROME est une lettre et quatre chiffres (exemple{NBSP}: M1801).")
    if facts.salary is not None and not 0 < facts.salary <= HIGHEST_SALARY:
        yield Problem("salary", "Vérifiez le salaire brut annuel, en euros.")


def day_problems(facts: SpellFacts, due_on: dt.date) -> Iterator[Problem]:
    """Why a job or a creation says nothing of that day: not begun yet, or over (unknown days are allowed)."""
    day = short_date(due_on)
    if facts.starts_on is not None and facts.starts_on > due_on:
        yield Problem(
            "starts_on",
            f"Commence après le {day}{NBSP}: à cette date la personne n’est pas encore en emploi.",
        )
    elif facts.ends_on is not None and facts.ends_on < due_on:
        yield Problem(
            "ends_on", f"Finit avant le {day}{NBSP}: à cette date la personne n’est plus en emploi."
        )


def is_open_ended(contract_type: str | None) -> bool:
    """Whether a contract of that type has no end."""
    contracts = code_list("contract_type")
    return (
        contract_type is not None
        and contract_type in contracts
        and contracts[contract_type]["situation_unknown"] == "EMP_CDI"
    )


def spell_months(facts: SpellFacts) -> int | None:
    """The length of the contract in whole months: as told, else from its dates; None when unknown or open.

    Less than a month is 0.
    """
    if is_open_ended(facts.contract_type):
        return None
    if facts.contract_months is not None or facts.starts_on is None or facts.ends_on is None:
        return facts.contract_months
    if facts.ends_on < facts.starts_on:
        return None
    return months_between(facts.starts_on, facts.ends_on + dt.timedelta(days=1))


def spell_kind(situation: str, contract_type: str | None) -> str | None:
    """What spell a situation tells of: job, creation, training; None for the others."""
    if contract_type is not None:
        return code_list("contract_type")[contract_type]["kind"]
    code = code_list("outcome_situation")[situation]
    for kind, attribute in (("creation", "creation"), ("training", "training"), ("job", "employed")):
        if code[attribute] == "yes":
            return kind
    return None
