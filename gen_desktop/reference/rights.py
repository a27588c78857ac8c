"""What each role may see and change, table by table, as ``resources/reference/rights.csv`` says.

Without a role one sees what every role sees, and changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from gen_desktop.french import NBSP, join_names
from gen_desktop.reference.lists import code_list, read_rows

NOTHING_WRITTEN = "Rien n’a été enregistré."
NO_ROLE = (
    f"Vous n’avez pas encore de rôle dans ce fichier{NBSP}: vous le lisez sans rien y changer. La direction "
    "peut vous en donner un."
)
SENSITIVE = "sensitive_facts"
"""The table that few people see."""
COMPLAINT_READERS = ("direction",)
"""Who reads a complaint of violence, harassment or discrimination; the others know only that there is one."""
RESTORERS = ("direction", "secretariat")
"""Who may put a backup in the place of a sound file: it changes every table, the team's roles too."""


class Right(StrEnum):
    """What a role may do with the records of a table."""

    CHANGE = "change"
    SEE = "see"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class TableRights:
    """``what``: the records in words, after a verb (« les objectifs »). ``of``: the right of each role."""

    what: str
    of: Mapping[str, Right]


@cache
def rights() -> Mapping[str, TableRights]:
    """The rights in each table."""
    roles = [code.code for code in code_list("staff_role")]
    return {
        row["table"]: TableRights(row["what"], {role: Right(row[role]) for role in roles})
        for row in read_rows("rights")
    }


def may_change(role: str | None, table: str) -> bool:
    """Whether that role may make, modify and delete records of the table. KeyError for an unknown table."""
    return rights()[table].of.get(role or "") is Right.CHANGE


def may_see(role: str | None, table: str) -> bool:
    """Whether that role is shown the records of the table; without a role, what every role is shown."""
    given = rights()[table].of
    if role is not None and role in given:
        return given[role] is not Right.NONE
    return Right.NONE not in given.values()


def why_not(role: str | None, tables: Iterable[str]) -> str:
    """What keeps that role from changing these tables, as a sentence that says who may; '' for nothing."""
    refused = next((table for table in sorted(tables) if not may_change(role, table)), None)
    if refused is None:
        return ""
    if role not in code_list("staff_role"):
        return NO_ROLE
    needed = _one_of(_roles(refused, Right.CHANGE))
    return f"Ce geste change {rights()[refused].what}{NBSP}: il faut le rôle {needed}."


def why_not_restore(role: str | None) -> str:
    """What keeps that role from putting a backup in the place of a sound file; '' for nothing."""
    if role in RESTORERS:
        return ""
    if role not in code_list("staff_role"):
        return NO_ROLE
    return f"Restaurer remplace le travail de toute l’équipe{NBSP}: il faut le rôle {_one_of(RESTORERS)}."


def reserved_to(table: str) -> str:
    """« Réservé à la direction, au secrétariat et à l’insertion »: who is shown the table."""
    shown = (*_roles(table, Right.CHANGE), *_roles(table, Right.SEE))
    return f"Réservé {join_names([code_list('staff_role')[role]['to_whom'] for role in shown])}"


def _one_of(roles: Sequence[str]) -> str:
    """« Direction, Secrétariat ou Insertion »."""
    labels = [code_list("staff_role")[role].label for role in roles]
    return f"{', '.join(labels[:-1])} ou {labels[-1]}" if len(labels) > 1 else labels[0]


def _roles(table: str, right: Right) -> tuple[str, ...]:
    return tuple(role for role, given in rights()[table].of.items() if given is right)
