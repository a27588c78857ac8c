"""The lists that cohorts and jobs draw on: employers, programmes, courses, sites."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gen_desktop import french
from gen_desktop.models.calendar import ZONES
from gen_desktop.models.names import fold
from gen_desktop.models.registry import Cohort, Company, Course, FundingProgram, Placement, Site
from gen_desktop.reference.lists import label

KINDS = ("company", "funding_program", "course", "site")


@dataclass(frozen=True, slots=True)
class ListRow:
    """One line. ``detail``: what tells it apart; ``uses``: how many jobs or cohorts draw on it."""

    id: int
    kind: str
    name: str
    detail: str
    uses: int

    @property
    def used(self) -> str:
        """« 3 emplois », « 2 cohortes », « inutilisé »."""
        word = "emploi" if self.kind == "company" else "cohorte"
        return french.plural(self.uses, word) if self.uses else "inutilisé"


def rows(session: Session, kind: str, text: str = "") -> tuple[ListRow, ...]:
    """The list of one kind by name, narrowed to what holds every word of a search."""
    words, uses = fold(text).split(), _uses(session, kind)
    found = [
        ListRow(record_id, kind, name, _detail(kind, name, first, second), uses.get(record_id, 0))
        for record_id, name, first, second in session.execute(_STATEMENTS[kind])
    ]
    met = [row for row in found if all(word in fold(f"{row.name} {row.detail}") for word in words)]
    return tuple(sorted(met, key=lambda row: (fold(row.name), row.id)))


_STATEMENTS: Mapping[str, Any] = {
    "company": select(Company.id, Company.name, Company.city, Company.siret),
    "funding_program": select(
        FundingProgram.id, FundingProgram.name, FundingProgram.code, FundingProgram.kind
    ),
    "course": select(Course.id, Course.title, Course.code, Course.certification_code),
    "site": select(Site.id, Site.name, Site.city, Site.holiday_zone),
}
"""Of each kind: id, name, and the two facts that tell it apart."""
_USES: Mapping[str, Any] = {
    "company": Placement.company_id,
    "funding_program": Cohort.funding_program_id,
    "course": Cohort.course_id,
    "site": Cohort.site_id,
}


def _uses(session: Session, kind: str) -> dict[int, int]:
    column = _USES[kind]
    return {row[0]: row[1] for row in session.execute(select(column, func.count()).group_by(column))}


def _detail(kind: str, name: str, first: str | None, second: str | None) -> str:
    if kind == "company":
        second = f"SIRET {second}" if second else None
    elif kind == "funding_program":
        second = label("funding_program_kind", second) if second else None
    elif kind == "site":
        second = f"jours fériés{french.NBSP}: {ZONES.get(second or '', second)}"
    return ", ".join(part for part in (first, second) if part and part != name)
