"""What a write touched, and who acted. No Qt, no SQL."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

DIRECTION = "direction"
"""The role that may do everything (code of staff_role)."""
AUTHOR = "author"  # key of the Author, with the role of the moment, in session.info
IS_READING = "is_reading"  # True in session.info of a session that cannot write


class AuthorKind(StrEnum):
    """Who acts. Every write carries one: history and rights rest on it."""

    PERSON = "person"
    COMMAND_LINE = "command_line"
    IMPORT = "import"
    PROGRAM = "program"


@dataclass(frozen=True, slots=True)
class Author:
    """The one who acts: a staff member (``id`` of staff_member), the command line, an import, the program.

    ``role``: a code of staff_role. That of a staff member is read from the file at each session (store.py);
    what is given here counts for the others only.
    """

    kind: AuthorKind
    name: str
    id: int | None = None
    role: str | None = None


COMMAND_LINE = Author(AuthorKind.COMMAND_LINE, "Ligne de commande")
PROGRAM = Author(AuthorKind.PROGRAM, "GEN Desktop", role=DIRECTION)


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
