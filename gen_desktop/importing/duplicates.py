"""Looks through the whole file for records that may be one person, by the rules that imports go by."""

from __future__ import annotations

import datetime as dt

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.importing.known_people import KnownPeople
from gen_desktop.importing.likeness import likeness_codes
from gen_desktop.importing.lookalikes import Lookalikes, Somebody
from gen_desktop.jobs import Job, many_objects
from gen_desktop.services.doubtful_pairs import note_pairs

NAME = "Chercher les doublons"


def search_duplicates(db: Database, today: dt.date, job: Job) -> tuple[Change | None, int]:
    """Note every pair that looks like one person and is not known yet: the change (None: nothing), how many.

    Raises Cancelled; nothing is then noted.
    """
    with many_objects():
        pairs = _pairs(db, job)
    job.step(0, 0, "Enregistrement…")
    with db.write(NAME) as session:
        found = note_pairs(session, pairs, today)
    return (Change(frozenset({"doubtful_pair"}), name=NAME) if found else None), found


def _pairs(db: Database, job: Job) -> list[tuple[int, int, tuple[str, ...]]]:
    """Each person is compared with those before who share a sign with her."""
    with db.read() as session:
        known = KnownPeople(session)
    lookalikes, pairs = Lookalikes(), []
    for person in job.each(known.people, "Comparaison des fiches…"):
        found = lookalikes.find(person.who)
        if found is not None and isinstance(other := found[0].person, int):
            pairs.append((other, person.id, likeness_codes(person.who, found[0].who)))
        lookalikes.add(Somebody(person.who, person=person.id))
    lookalikes.release()
    known.release()
    return pairs
