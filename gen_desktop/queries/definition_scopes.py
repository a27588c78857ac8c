"""Of whom definitions can be asked: everybody, a year, a programme, a cohort."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.models.cohort import Cohort
from gen_desktop.models.funding_program import FundingProgram
from gen_desktop.queries.attendance_sql import ends_on, starts_on


@dataclass(frozen=True, slots=True)
class DefinitionScope:
    """``cohort_ids`` None: every cohort. ``promotion``: the year of certification that goes with a year."""

    key: str
    label: str
    cohort_ids: tuple[int, ...] | None
    promotion: int | None = None


EVERYBODY = DefinitionScope("all", "Toutes les cohortes", None)


def definition_scopes(session: Session) -> tuple[DefinitionScope, ...]:
    """Everybody, then years, programmes and cohorts, the latest first."""
    rows = session.execute(
        select(Cohort.id, Cohort.code, ends_on.label("ends_on"), FundingProgram.id, FundingProgram.name)
        .outerjoin(FundingProgram, FundingProgram.id == Cohort.funding_program_id)
        .order_by(starts_on.desc(), Cohort.code)
    ).all()
    years: dict[int, list[int]] = {}
    programs: dict[tuple[int, str], list[int]] = {}
    for cohort_id, _, end, program_id, program in rows:
        years.setdefault(end.year, []).append(cohort_id)
        if program_id is not None:
            programs.setdefault((program_id, program), []).append(cohort_id)
    return (
        EVERYBODY,
        *(
            DefinitionScope(f"year {year}", f"Année {year}, cohortes qui y finissent", tuple(ids), year)
            for year, ids in sorted(years.items(), reverse=True)
        ),
        *(
            DefinitionScope(f"program {program_id}", f"Programme {name}", tuple(ids))
            for (program_id, name), ids in sorted(programs.items(), key=lambda one: one[0][1])
        ),
        *(DefinitionScope(f"cohort {cohort_id}", code, (cohort_id,)) for cohort_id, code, *_ in rows),
    )
