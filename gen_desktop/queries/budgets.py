"""What each programme was to cost and cost, and the people whom it paid for."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gen_desktop.models.cohort import Cohort
from gen_desktop.models.funding_program import FundingProgram
from gen_desktop.queries.indicators import figures
from gen_desktop.queries.scope import Scope


@dataclass(frozen=True, slots=True)
class Budget:
    """A programme. Amounts in euros, None when nobody entered them; people over all of its cohorts.

    ``positive`` of the ``due`` whose horizon is over; ``unknown``: of these, of unknown situation.
    """

    name: str
    agreement_number: str | None
    planned: Decimal | None
    realized: Decimal | None
    cohorts: int
    entered: int
    certified: int
    positive: int
    due: int
    unknown: int

    @property
    def gap(self) -> Decimal | None:
        """Realized less planned, None unless both are known."""
        return None if self.planned is None or self.realized is None else self.realized - self.planned


def budgets(session: Session, scope: Scope, horizon: int) -> tuple[Budget, ...]:
    """Every programme by name, as known on the day of the scope; its cohorts and period are not looked at."""
    by_program: dict[int, list[int]] = {}
    for cohort_id, program_id in session.execute(select(Cohort.id, Cohort.funding_program_id)):
        if program_id is not None:
            by_program.setdefault(program_id, []).append(cohort_id)
    programs = session.scalars(select(FundingProgram).order_by(FundingProgram.name, FundingProgram.id))
    return tuple(_budget(session, one, tuple(by_program.get(one.id, ())), scope, horizon) for one in programs)


def cohorts_without_program(session: Session) -> int:
    """How many cohorts no programme pays for."""
    return int(
        session.scalar(select(func.count()).select_from(Cohort).where(Cohort.funding_program_id.is_(None)))
        or 0
    )


def _budget(
    session: Session, program: FundingProgram, cohort_ids: tuple[int, ...], scope: Scope, horizon: int
) -> Budget:
    ids = ("C4", f"D3b.{horizon}")
    certified, positive = figures(session, Scope(scope.as_of, cohort_ids), ids)
    return Budget(
        name=program.name,
        agreement_number=program.agreement_number,
        planned=program.planned_amount,
        realized=program.realized_amount,
        cohorts=len(cohort_ids),
        entered=certified.N,
        certified=certified.n,
        positive=positive.n,
        due=positive.N,
        unknown=positive.unknown,
    )
