"""Fills in the rural zoning of entries that have none, from the list in force at each: shown, then done.

What somebody wrote is never replaced, and a QPV never decided here: it depends on the address.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import RowMapping, Table, func, select, update
from sqlalchemy.orm import Session

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import Conflict
from gen_desktop.french import plural
from gen_desktop.jobs import Job
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.commune_search import recognize
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.history import record_bulk_update
from gen_desktop.models.learner import Learner, full_name
from gen_desktop.models.zoning import RURAL_KINDS, OfficialPlaces, in_force
from gen_desktop.queries.zoning import ListRow, official_places, zoning_lists
from gen_desktop.reference.communes import find_commune

NO_COMMUNE = "Commune non renseignée ou non reconnue"
NO_DAY = "Ni entrée, ni entrée prévue"
NO_LIST = "Aucune liste en vigueur à l’entrée"
NOT_NAMED = "Commune absente de la liste"
METHOD = "commune"
"""Code of zoning_method: after the commune, official list."""


@dataclass(frozen=True, slots=True)
class ZoningLine:
    """What becomes of one entry: ``zoning`` (code of rural_zoning) after ``list_name``."""

    enrollment_id: int
    learner_id: int
    name: str
    cohort_code: str
    commune: str
    day: dt.date
    zoning: str
    list_name: str


@dataclass(frozen=True, slots=True)
class ZoningPlan:
    """What filling in would do. ``left``: why the other entries without zoning stay as they are, counted."""

    lines: tuple[ZoningLine, ...]
    left: Mapping[str, int]


def plan_zonings(
    session: Session,
    job: Job = Job(),  # noqa: B008 - it keeps nothing
) -> ZoningPlan:
    """The entries without rural zoning and what their list says, by name.

    Raises NotFound when a list is damaged.
    """
    lists = zoning_lists(session)
    kept: dict[str, OfficialPlaces] = {}
    lines: list[ZoningLine] = []
    left: Counter[str] = Counter()
    for row in job.each(_read(session), "Aperçu"):
        found = _line(session, row, lists, kept)
        if isinstance(found, str):
            left[found] += 1
        else:
            lines.append(found)
    return ZoningPlan(tuple(lines), dict(left))


def apply_zonings(
    db: Database,
    plan: ZoningPlan,
    today: dt.date,
    job: Job = Job(),  # noqa: B008 - it keeps nothing
) -> tuple[Change, int]:
    """Write the plan in one gesture; and how many were left since they changed meanwhile.

    Raises Conflict when nothing is left to change, Forbidden.
    """
    planned = {line.enrollment_id: line for line in plan.lines}
    name = f"Compléter le zonage rural de {plural(len(planned), 'entrée')}"
    with db.write(name) as session:
        now = plan_zonings(session, job)
        still = [line for line in now.lines if line == planned.get(line.enrollment_id)]
        if not still:
            raise Conflict("Ces fiches ont changé entre-temps. Regardez-les, puis recommencez.")
        _write(session, still, today)
    ids = frozenset(line.enrollment_id for line in still)
    return Change(frozenset({"enrollment"}), ids, name), len(planned) - len(still)


def _read(session: Session) -> Sequence[RowMapping]:
    day = func.coalesce(Enrollment.entered_on, Enrollment.planned_entry_on)
    statement = (
        select(
            *(Enrollment.id, Enrollment.learner_id, day.label("day"), Cohort.code),
            *(Learner.last_name, Learner.first_name),
            *(Learner.insee_code, Learner.postal_code, Learner.city),
        )
        .join(Learner, Enrollment.learner_id == Learner.id)
        .join(Cohort, Enrollment.cohort_id == Cohort.id)
        .where(Enrollment.rural_zoning.is_(None), Learner.erased_on.is_(None))
        .order_by(Learner.sort_key, Enrollment.id)
    )
    return session.execute(statement).mappings().all()


def _line(
    session: Session, row: RowMapping, lists: Sequence[ListRow], kept: dict[str, OfficialPlaces]
) -> ZoningLine | str:
    """What the list in force says of one entry, or why nothing can be said."""
    commune = find_commune(row["insee_code"]) or recognize(row["postal_code"], row["city"])
    if commune is None:
        return NO_COMMUNE
    if row["day"] is None:
        return NO_DAY
    listed = in_force(lists, RURAL_KINDS, row["day"])
    if listed is None:
        return NO_LIST
    if listed.sha256 not in kept:
        kept[listed.sha256] = official_places(session, listed.sha256)
    zoning = kept[listed.sha256].zoning(listed.kind, row["insee_code"] or commune.code)
    if zoning is None:
        return NOT_NAMED
    return ZoningLine(
        enrollment_id=row["id"],
        learner_id=row["learner_id"],
        name=full_name(row["last_name"], row["first_name"]),
        cohort_code=row["code"],
        commune=commune.name,
        day=row["day"],
        zoning=zoning,
        list_name=listed.name,
    )


def _write(session: Session, lines: Sequence[ZoningLine], today: dt.date) -> None:
    table: Table = Enrollment.__table__  # type: ignore[assignment]  # declared as FromClause
    for line in lines:
        after = facts_of(line.zoning, line.list_name, today)
        statement = update(table).where(table.c["id"] == line.enrollment_id)
        session.execute(statement.values(**after, version=table.c["version"] + 1))
        before = dict.fromkeys(after)
        record_bulk_update(session, table, str(line.enrollment_id), before, after)


def facts_of(zoning: str, list_name: str, today: dt.date) -> dict[str, object]:
    """The facts at the entry that a list gives, by column."""
    return {
        "rural_zoning": zoning,
        "zoning_vintage": list_name,
        "zoning_method": METHOD,
        "zoning_checked_on": today,
    }
