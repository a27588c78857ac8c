"""The views that people keep of a list: their names, and what is in them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.errors import AppError, NotFound
from gen_desktop.models.names import fold
from gen_desktop.models.saved_view import SavedView
from gen_desktop.queries.criteria import LearnerCriteria
from gen_desktop.queries.list_filters import Among, Between, Narrowing
from gen_desktop.queries.sorting import SORTS

GONE = "Cette vue n’est plus dans le fichier."
UNREADABLE = "Cette vue ne peut pas être lue. Enregistrez-la de nouveau sous le même nom."


@dataclass(frozen=True, slots=True)
class ViewName:
    """A view to choose from."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class View:
    """A view opened. ``columns``: keys in their order, empty for the usual ones."""

    id: int
    name: str
    criteria: LearnerCriteria
    columns: tuple[str, ...]


def view_names(session: Session, page: str) -> tuple[ViewName, ...]:
    """The views of a page, by name."""
    rows = session.execute(select(SavedView.id, SavedView.name).where(SavedView.page == page)).all()
    return tuple(sorted((ViewName(*row) for row in rows), key=lambda one: (fold(one.name), one.id)))


def view(session: Session, view_id: int) -> View:
    """What a view holds. Raises NotFound, AppError when it cannot be read."""
    found = session.get(SavedView, view_id)
    if found is None:
        raise NotFound(GONE)
    try:
        columns = tuple(str(key) for key in json.loads(found.columns or "[]"))
        return View(found.id, found.name, read_criteria(found.criteria), columns)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise AppError(UNREADABLE) from error


def criteria_text(criteria: LearnerCriteria) -> str:
    """Criteria as JSON. What was typed and people pointed at are not kept: both name people."""
    return json.dumps(
        {
            "cohorts": criteria.cohort_ids,
            "states": criteria.states,
            "incomplete": criteria.incomplete,
            "filters": [_written(one) for one in criteria.narrowings],
            "sort": criteria.sort,
            "descending": criteria.descending,
        },
        ensure_ascii=False,
    )


def read_criteria(text: str) -> LearnerCriteria:
    """What ``criteria_text`` wrote; an order that this version does not know is that of names.

    Raises ValueError, TypeError, KeyError or AttributeError for any other text.
    """
    kept: Mapping[str, Any] = json.loads(text)
    cohorts = kept["cohorts"]
    return LearnerCriteria(
        cohort_ids=None if cohorts is None else tuple(int(one) for one in cohorts),
        states=tuple(str(one) for one in kept["states"]),
        incomplete=bool(kept["incomplete"]),
        narrowings=tuple(_read(one) for one in kept["filters"]),
        sort=kept["sort"] if kept["sort"] in SORTS else "name",
        descending=bool(kept["descending"]),
    )


def _written(narrowing: Narrowing) -> dict[str, Any]:
    if isinstance(narrowing, Among):
        return {"filter": narrowing.filter, "values": narrowing.values}
    low, high = (
        bound.isoformat() if isinstance(bound, dt.date) else bound
        for bound in (narrowing.low, narrowing.high)
    )
    return {"filter": narrowing.filter, "low": low, "high": high, "unknown": narrowing.or_unknown}


def _read(kept: Mapping[str, Any]) -> Narrowing:
    name = str(kept["filter"])
    if "values" in kept:
        return Among(name, tuple(str(value) for value in kept["values"]))
    return Between(name, _bound(kept["low"]), _bound(kept["high"]), bool(kept["unknown"]))


def _bound(kept: str | int | None) -> dt.date | int | None:
    return dt.date.fromisoformat(kept) if isinstance(kept, str) else kept
