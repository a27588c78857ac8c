"""The official lists of communes and QPV that the file keeps, and what they say of a commune at a date."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.models.zoning import KINDS, QPV, RURAL_KINDS, Neighborhood, OfficialPlaces, in_force
from gen_desktop.models.zoning_list import ZoningList
from gen_desktop.queries.stored_content import content


@dataclass(frozen=True, slots=True)
class ListRow:
    """A list of the file. ``places``: how many communes or QPV; ``valid_to``: inclusive, None without end."""

    id: int
    kind: str
    name: str
    valid_from: dt.date
    valid_to: dt.date | None
    source: str | None
    imported_on: dt.date
    places: int
    sha256: str
    version: int


@dataclass(frozen=True, slots=True)
class Territory:
    """What the lists in force at a date say of a commune.

    ``rural_list``, ``qpv_list``: their names, None without any for that date. ``zoning``: the class (code of
    rural_zoning), None when the list does not name the commune. ``neighborhoods``: the QPV that it touches.
    """

    rural_list: str | None = None
    zoning: str | None = None
    qpv_list: str | None = None
    neighborhoods: tuple[Neighborhood, ...] = ()


def zoning_lists(session: Session) -> tuple[ListRow, ...]:
    """Every list, by kind, the latest first."""
    columns = [getattr(ZoningList, name) for name in ListRow.__dataclass_fields__]
    rows = [ListRow(*row) for row in session.execute(select(*columns))]
    order = list(KINDS)
    return tuple(sorted(rows, key=lambda one: (order.index(one.kind), -one.valid_from.toordinal())))


def official_places(session: Session, sha256: str) -> OfficialPlaces:
    """What a list holds. Raises NotFound when it is missing or damaged."""
    return OfficialPlaces.unpacked(content(session, sha256))


def territory(session: Session, insee_code: str, day: dt.date) -> Territory:
    """What is known of a commune at the date of an entry. Raises NotFound when a list is damaged."""
    lists = zoning_lists(session)
    found = Territory()
    if (rural := in_force(lists, RURAL_KINDS, day)) is not None:
        zoning = official_places(session, rural.sha256).zoning(rural.kind, insee_code)
        found = replace(found, rural_list=rural.name, zoning=zoning)
    if (qpv := in_force(lists, (QPV,), day)) is not None:
        quarters = official_places(session, qpv.sha256).neighborhoods_of(insee_code)
        found = replace(found, qpv_list=qpv.name, neighborhoods=quarters)
    return found
