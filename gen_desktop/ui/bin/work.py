"""What the page asks of the other layers, on a thread: nothing here touches a widget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import AppError, StorageProblem
from gen_desktop.jobs import Cancelled, Job
from gen_desktop.queries.bin import BinEntry, entries
from gen_desktop.services.bin import restore


@dataclass(frozen=True)
class Restored:
    """What came back, by its title, all of it as one change; and why the rest did not."""

    titles: tuple[str, ...]
    change: Change
    refusals: tuple[str, ...]


def read_entries(db: Database, text: str, _job: Job) -> tuple[BinEntry, ...]:
    """What is in the bin, the latest first."""
    with db.read() as session:
        return entries(session, text)


def restore_all(db: Database, chosen: Sequence[BinEntry], job: Job) -> Restored:
    """Give back one after the other, the latest deleted first: what others hang on comes before them.

    Stopped half way, by the person or by the disk, it answers with what came back until then.
    """
    titles, refusals = [], []
    kinds: frozenset[str] = frozenset()
    ids: frozenset[int] = frozenset()
    for done, entry in enumerate(chosen):
        try:
            job.step(done, len(chosen), entry.title)
            change = restore(db, entry.change_set_id)
        except Cancelled:
            break
        except AppError as error:
            refusals.append(str(error))
            if isinstance(error, StorageProblem):
                break
            continue
        titles.append(entry.title)
        kinds, ids = kinds | change.kinds, ids | change.ids
    return Restored(tuple(titles), Change(kinds, ids), tuple(refusals))
