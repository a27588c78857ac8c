"""The periods in force: those of the organisation in the place of those shipped; and what they count from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gen_desktop.french import form
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.funding_program import FundingProgram
from gen_desktop.models.retention import DEFAULT, EU, LAST_PAYMENT, NO_ENTRY, Period, RetentionPeriod
from gen_desktop.reference.retention import RetentionDefault, retention_codes, retention_default


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """A period in force. ``version``: of the organisation's own, None when it is the one shipped."""

    funder: str
    label: str
    years: int
    base: str
    reason: str
    source: str | None
    version: int | None
    shipped: RetentionDefault

    @property
    def is_own(self) -> bool:
        """Whether the organisation set it."""
        return self.version is not None

    @property
    def words(self) -> str:
        """« 6 ans après l’année du dernier versement reçu »."""
        return f"{self.years}\u00a0{form(self.years, 'an')} après {base_words(self.base)}"


@dataclass(frozen=True, slots=True)
class ProgramRow:
    """A programme with the facts that periods count from."""

    id: int
    version: int
    code: str
    name: str
    funder: str | None
    is_eu_cofunded: bool | None
    last_payment_on: dt.date | None
    cohorts: int


def base_words(base: str) -> str:
    """What the years are counted from."""
    return "l’année du dernier versement reçu" if base == LAST_PAYMENT else "l’année de fin de la formation"


def period_rows(session: Session, on: dt.date) -> tuple[PeriodRow, ...]:
    """Every payer and special case with the period in force that day."""
    own = {
        row.funder: row
        for row in session.execute(
            select(
                RetentionPeriod.funder,
                RetentionPeriod.years,
                RetentionPeriod.base,
                RetentionPeriod.reason,
                RetentionPeriod.source,
                RetentionPeriod.version,
            )
        )
    }
    found = []
    for code in retention_codes():
        shipped = retention_default(code, on)
        used = own.get(code, shipped)
        version = own[code].version if code in own else None
        found.append(
            PeriodRow(code, shipped.label, used.years, used.base, used.reason, used.source, version, shipped)
        )
    return tuple(found)


def periods_by_code(session: Session, on: dt.date) -> dict[str, Period]:
    """The same as the rule of models/retention.py takes them."""
    return {row.funder: Period(row.years, row.base) for row in period_rows(session, on)}


def funder_label(code: str) -> str:
    """What people read for the payer or special case of a period."""
    codes = retention_codes()
    return retention_default(code if code in codes else DEFAULT, dt.date.max).label


def periods_in_use(session: Session, on: dt.date) -> tuple[PeriodRow, ...]:
    """The periods of the payers that the file knows, those the organisation set, and the special cases."""
    payers = select(Enrollment.funder).union(select(FundingProgram.funder))
    used = {DEFAULT, EU, NO_ENTRY, *session.scalars(payers)}
    return tuple(row for row in period_rows(session, on) if row.is_own or row.funder in used)


def program_rows(session: Session) -> tuple[ProgramRow, ...]:
    """The programmes, by name, and how many cohorts each pays for."""
    rows = session.execute(
        select(
            FundingProgram.id,
            FundingProgram.version,
            FundingProgram.code,
            FundingProgram.name,
            FundingProgram.funder,
            FundingProgram.is_eu_cofunded,
            FundingProgram.last_payment_on,
            func.count(Cohort.id),
        )
        .outerjoin(Cohort, Cohort.funding_program_id == FundingProgram.id)
        .group_by(FundingProgram.id)
        .order_by(FundingProgram.name, FundingProgram.id)
    )
    return tuple(ProgramRow(*row) for row in rows)
