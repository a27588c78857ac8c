"""Notes the records that may be one person, for people to settle."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import Conflict, NotFound
from gen_desktop.french import NBSP
from gen_desktop.models.doubtful_pair import DIFFERENT, OPEN, DoubtfulPair
from gen_desktop.models.learner import Learner, full_name

_CHUNK = 500
GONE = "Ce doute n’est plus dans le fichier."


def note_pairs(session: Session, pairs: Iterable[tuple[int, int, Iterable[str]]], today: dt.date) -> int:
    """Note pairs of learners with the codes of their likenesses, within a unit of work; how many are new.

    A pair that is known already, open or said to be two people, stays as it is.
    """
    wanted = {(min(one, two), max(one, two)): "|".join(reasons) for one, two, reasons in pairs if one != two}
    known = _known(session, [first for first, _second in wanted])
    new = [pair for pair in sorted(wanted) if pair not in known]
    session.add_all(
        DoubtfulPair(first_id=first, second_id=second, reasons=wanted[first, second], found_on=today)
        for first, second in new
    )
    return len(new)


def tell_apart(db: Database, pair_id: int, today: dt.date) -> Change:
    """Say that these are two people: the pair is not proposed again. Raises NotFound, Conflict."""
    with db.read() as session:
        one, other = aliased(Learner), aliased(Learner)
        names = session.execute(
            select(one.last_name, one.first_name, other.last_name, other.first_name)
            .select_from(DoubtfulPair)
            .join(one, one.id == DoubtfulPair.first_id)
            .join(other, other.id == DoubtfulPair.second_id)
            .where(DoubtfulPair.id == pair_id)
        ).first()
    if names is None:
        raise NotFound(GONE)
    name = f"Deux personnes{NBSP}: {full_name(*names[:2])} et {full_name(*names[2:])}"
    with db.write(name) as session:
        pair = session.get(DoubtfulPair, pair_id)
        if pair is None:
            raise NotFound(GONE)
        if pair.state != OPEN:
            raise Conflict("Ce doute a déjà été tranché.")
        pair.state, pair.settled_on = DIFFERENT, today
        ids = frozenset({pair.first_id, pair.second_id})
    return Change(frozenset({DoubtfulPair.__tablename__}), ids, name)


def _known(session: Session, firsts: list[int]) -> set[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    columns = (DoubtfulPair.first_id, DoubtfulPair.second_id)
    for start in range(0, len(firsts), _CHUNK):
        some = firsts[start : start + _CHUNK]
        rows = session.execute(select(*columns).where(DoubtfulPair.first_id.in_(some)))
        found.update((row.first_id, row.second_id) for row in rows)
    return found
