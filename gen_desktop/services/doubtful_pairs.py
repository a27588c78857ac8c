"""Notes the records that may be one person, for people to settle."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.models.doubtful_pair import DoubtfulPair

_CHUNK = 500


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


def _known(session: Session, firsts: list[int]) -> set[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    columns = (DoubtfulPair.first_id, DoubtfulPair.second_id)
    for start in range(0, len(firsts), _CHUNK):
        some = firsts[start : start + _CHUNK]
        rows = session.execute(select(*columns).where(DoubtfulPair.first_id.in_(some)))
        found.update((row.first_id, row.second_id) for row in rows)
    return found
