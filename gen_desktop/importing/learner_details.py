"""What the preview says of a row of a list of learners: each change with its before and after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from gen_desktop import french
from gen_desktop.french import NBSP
from gen_desktop.importing.learner_paths import ListedRow
from gen_desktop.importing.learner_writing import CERTIFICATION, ENROLLMENT, SENSITIVE
from gen_desktop.importing.typed_table import TypedTable
from gen_desktop.models.enrollment import CODED_FACTS
from gen_desktop.reference.lists import label

_LIST_OF = {
    **CODED_FACTS,
    "decision": "application_decision",
    "exit_type": "exit_type",
    "exit_reason": "exit_reason",
    "outcome": "certification_outcome",
    "sex": "sex",
}
_TITLES = {"decided_on": "Date de décision", "entry_follows_attendance": "Entrée déduite de l’émargement"}
_UNTOLD = frozenset(("sort_key", "search_text", "to_correct"))
_TOLD_BESIDE = _UNTOLD | {"last_name", "first_name"}


def details(table: TypedTable, one: ListedRow) -> tuple[str, ...]:
    """Sentences without a full stop: what was worked out, then what is new or changes."""
    return (*_arrival(one), *_inferred(one), *_of_person(table, one), *_of_path(table, one))


def changed_fields(one: ListedRow) -> tuple[str, ...]:
    """The fields that the row changes of a path that is known; () for one that is new."""
    if one.path.id is None:
        return ()
    tables = (one.path.values[kind.name] for kind in (ENROLLMENT, SENSITIVE, CERTIFICATION))
    changed = dict.fromkeys((*one.person_changes(), *(name for values in tables for name in values)))
    return (*(name for name in changed if name not in _UNTOLD), *one.path.blocks)


def _arrival(one: ListedRow) -> Iterator[str]:
    if one.path.id is not None:
        return
    if one.person.first_row != one.row.number:
        yield f"même personne qu’à la ligne {one.person.first_row}"
    if one.person.id is not None:
        yield f"déjà connu(e), nouvelle inscription en {one.path.cohort.code}"


def _inferred(one: ListedRow) -> Iterator[str]:
    for text, given in one.inferred:
        yield f"{text} ({given})" if given else text


def _of_person(table: TypedTable, one: ListedRow) -> Iterator[str]:
    if one.person.id is None:
        yield from _new(table, one.person.values)
    else:
        yield from _told(table, one.person.known, one.person_changes())


def _of_path(table: TypedTable, one: ListedRow) -> Iterator[str]:
    path = one.path
    for kind in (ENROLLMENT, SENSITIVE, CERTIFICATION):
        if path.id is None:
            yield from _new(table, path.values.get(kind.name, {}))
        else:
            yield from _told(table, path.known.get(kind.name, {}), path.values[kind.name])
    for code, result in path.blocks.items():
        known = path.known_blocks.get(code)
        was = f"{label('block_result', known['result'])} → " if known else ""
        yield f"{code}{NBSP}: {was}{label('block_result', result)}"


def _new(table: TypedTable, values: Mapping[str, Any]) -> Iterator[str]:
    """What a record that does not exist yet will hold; its name stands beside."""
    for name, value in values.items():
        if value is not None and name not in _TOLD_BESIDE and name in table.targets:
            yield f"{table.targets[name].title}{NBSP}: {_shown(name, value)}"


def _told(table: TypedTable, known: Mapping[str, Any], values: Mapping[str, Any]) -> Iterator[str]:
    for name, value in values.items():
        if name not in _UNTOLD:
            title = _TITLES.get(name) or table.targets[name].title
            yield f"{title}{NBSP}: {_shown(name, known.get(name))} → {_shown(name, value)}"


def _shown(name: str, value: Any) -> str:
    if value is None:
        return french.UNKNOWN
    if name in _LIST_OF:
        return label(_LIST_OF[name], value)
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, dt.date):
        return french.short_date(value)
    if name.endswith("_minutes"):
        return french.hours(value)
    return french.phone(value) if name in ("phone", "second_phone") else str(value)
