"""What was last read of a file, kept in memory for as long as nothing has been written since."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from gen_desktop.changes import IS_READING
from gen_desktop.models.history import ChangeSet

_Found = TypeVar("_Found")
_kept: WeakKeyDictionary[Engine, dict[str, tuple[Hashable, Any]]] = WeakKeyDictionary()


def remembered(session: Session, what: str, of: Hashable, read: Callable[[], _Found]) -> _Found:
    """What ``read`` gives for ``of``; the last answer of that kind (``what``) when it is still true.

    Every write makes a change set: its number says which state of the file an answer speaks of. A session
    that writes sees what it has not committed yet, and is never answered from memory. The answer is shared:
    nobody may change it.
    """
    bind = session.get_bind()
    if not session.info.get(IS_READING) or not isinstance(bind, Engine):
        return read()
    state = session.scalar(select(func.max(ChangeSet.position))), of
    kept = _kept.setdefault(bind, {})
    # Looked up once: another thread may put another answer in its place at any time.
    known = kept.get(what)
    if known is not None and known[0] == state:
        found: _Found = known[1]
        return found
    answer = read()
    kept[what] = state, answer
    return answer
