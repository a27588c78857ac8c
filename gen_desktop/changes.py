"""What a write touched, and who acted. No Qt, no SQL."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class AuthorKind(StrEnum):
    """Who acts. Every write carries one: history rests on it now, rights will."""

    PERSON = "person"
    COMMAND_LINE = "command_line"
    IMPORT = "import"
    PROGRAM = "program"


@dataclass(frozen=True, slots=True)
class Author:
    """The one who acts: a staff member (``id`` of staff_member), the command line, an import, the program."""

    kind: AuthorKind
    name: str
    id: int | None = None


COMMAND_LINE = Author(AuthorKind.COMMAND_LINE, "Ligne de commande")
PROGRAM = Author(AuthorKind.PROGRAM, "GEN Desktop")


@dataclass(frozen=True, slots=True)
class Change:
    """Returned by every service: the kinds (table names) and ids touched, so that screens can follow.

    ``name`` is the gesture's French name as history shows it ("Marquer 12 absences").
    ``created_id`` is the main record a creating gesture made.
    """

    kinds: frozenset[str]
    ids: frozenset[int] = field(default_factory=frozenset)
    name: str = ""
    created_id: int | None = None
