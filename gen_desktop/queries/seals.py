"""Verifies the chain of seals of the change log (models/history.py)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gen_desktop.errors import InvalidInput, StorageProblem
from gen_desktop.french import NBSP, clock, plural, short_date
from gen_desktop.jobs import Job
from gen_desktop.models.attendance import Attendance
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.history import (
    ChangeSet,
    ContentDigest,
    RecordChange,
    change_digest,
    name_digest,
    seal,
)
from gen_desktop.models.privacy import ERASED_GESTURE, Erasure

_SAID_EVERY = 1000
SHORTEST_SEAL = 12
"""Hexadecimal digits: two of a million gestures share that many once in 500 files."""

_REGISTERS = ("issued_document", "nominative_export", "submitted_report")


@dataclass(frozen=True, slots=True)
class ChainVerdict:
    """``length`` change sets hold, ``seal`` is the last one. ``broken``: the first broken link, in words."""

    length: int
    seal: str
    broken: str | None = None


@dataclass(frozen=True, slots=True)
class DataSeal:
    """The seal that stands for the data of a moment: that of a gesture, and how many there were by then."""

    code: str
    gestures: int
    at: dt.datetime

    def in_words(self) -> str:
        """« sceau 4f2a 91c0 77de (1 234 gestes au 12/11/2026) », as paper carries it; see ``find_seal``."""
        short = " ".join(self.code[start : start + 4] for start in range(0, SHORTEST_SEAL, 4))
        day = short_date(self.at.astimezone().date())
        return f"sceau {short} ({plural(self.gestures, 'geste')} au {day})".replace(" ", NBSP)


def data_seal(session: Session) -> DataSeal | None:
    """The last seal that data gave; None in an empty file.

    What only notes that something left the program does not count: a report printed twice is the same.
    """
    about_data = (
        select(RecordChange.id)
        .where(RecordChange.change_set_id == ChangeSet.id, RecordChange.kind.not_in(_REGISTERS))
        .exists()
    )
    row = session.execute(
        select(ChangeSet.seal, ChangeSet.position, ChangeSet.at)
        .where(about_data)
        .order_by(ChangeSet.position.desc())
        .limit(1)
    ).first()
    return None if row is None else DataSeal(row.seal, row.position, dt.datetime.fromisoformat(row.at))


def verify_chain(session: Session, job: Job | None = None) -> ChainVerdict:
    """Read the whole log once and compare every digest and seal; stops at the first that differs.

    Values and names that an erasure blanked are allowed where a later sealed gesture, which recorded an
    erasure, bears their mark; any other blank is a broken link.
    """
    blanked = _Blanked(session)
    digests = _digests(session, blanked, job or Job())
    length, previous = 0, ""
    for row in session.execute(select(ChangeSet.__table__).order_by(ChangeSet.position)).mappings():
        change_set_id, digest, holds = next(digests, (0, "", True))
        where = f"Le geste n° {row['position']} ({row['at'][:10]})"
        if row["position"] != length + 1:
            return ChainVerdict(length, previous, f"Il manque le geste n° {length + 1} dans le journal.")
        if change_set_id != row["id"] or not holds:
            return ChainVerdict(length, previous, f"{where} a été modifié après coup : son contenu a changé.")
        named = name_digest(row["name"]) == row["name_digest"]
        if not named and not blanked.covers_name(row["id"], row["name"], row["position"]):
            return ChainVerdict(length, previous, f"{where} a été modifié après coup : son nom a changé.")
        if digest != row["content_digest"] or seal(dict(row), previous) != row["seal"]:
            return ChainVerdict(
                length, previous, f"{where} a été modifié après coup : son sceau ne tient plus."
            )
        length, previous = length + 1, row["seal"]
    return ChainVerdict(length, previous)


def find_seal(session: Session, printed: str) -> str:
    """Where a printed seal is in the chain, as a sentence. Spaces and case do not count; its start is enough.

    Raises InvalidInput for what is no seal, StorageProblem when no gesture of this file has it.
    """
    code = re.sub(r"[\s\u00a0\u202f.…-]", "", printed).lower()
    if not re.fullmatch(rf"[0-9a-f]{{{SHORTEST_SEAL},64}}", code):
        raise InvalidInput.one(
            "seal",
            f"«{NBSP}{printed}{NBSP}» n’est pas un sceau{NBSP}: donnez au moins ses {SHORTEST_SEAL} premiers "
            "signes (chiffres, et lettres de a à f).",
        )
    row = session.execute(
        select(ChangeSet.position, ChangeSet.at)
        .where(ChangeSet.seal >= code, ChangeSet.seal < code + "g")
        .limit(1)
    ).first()
    if row is None:
        raise StorageProblem(
            "Ce sceau n’est celui d’aucun geste de ce fichier. Ou bien il a été mal recopié, ou bien le "
            "fichier n’est pas celui de l’impression, a été changé depuis en dehors du programme, ou a été "
            "remplacé par une sauvegarde plus ancienne."
        )
    later = (session.scalar(select(func.max(ChangeSet.position))) or 0) - row.position
    moment = dt.datetime.fromisoformat(row.at).astimezone()
    when = f"{short_date(moment.date())} à {clock(moment.time())}"
    return (
        f"Sceau imprimé retrouvé{NBSP}: geste n°{NBSP}{row.position}, le {when}. Rien de ce qui le précède "
        f"n’a été changé après coup{NBSP}; {plural(later, 'geste')} depuis."
    )


class _Blanked:
    """What the erasures of the file allow to be blank: each record marked, and where in the chain."""

    def __init__(self, session: Session) -> None:
        erasing = select(RecordChange.change_set_id).where(RecordChange.kind == Erasure.__tablename__)
        marks = session.execute(
            select(RecordChange.kind, RecordChange.record_key, func.max(ChangeSet.position))
            .join(ChangeSet, ChangeSet.id == RecordChange.change_set_id)
            .where(ChangeSet.id.in_(erasing), RecordChange.before.is_(None), RecordChange.after.is_(None))
            .group_by(RecordChange.kind, RecordChange.record_key)
        )
        self._marked_at: dict[tuple[str, str], int] = {(kind, key): position for kind, key, position in marks}

    def covers(self, kind: str, key: str, position: int) -> bool:
        """Whether values that are blank are so by a later erasure: their own mark, or their enrollment's."""
        record = kind, key
        if kind == Attendance.__tablename__:
            record = Enrollment.__tablename__, key.split(":")[0]
        return position < self._marked_at.get(record, 0)

    def covers_name(self, change_set_id: int, name: str, position: int) -> bool:
        """Whether the name of a gesture is blank by a later erasure."""
        mark = self._marked_at.get((ChangeSet.__tablename__, str(change_set_id)), 0)
        return name == ERASED_GESTURE and position < mark


def _digests(session: Session, blanked: _Blanked, job: Job) -> Iterator[tuple[int, str, bool]]:
    """Per change set in order of position: its id, the digest of its changes, whether each of them holds.

    One gesture may hold nearly all of the log: its changes are not kept.
    """
    total = session.scalar(select(func.count()).select_from(RecordChange)) or 0
    rows = session.connection().execute(
        select(
            RecordChange.change_set_id,
            RecordChange.kind,
            RecordChange.record_key,
            RecordChange.before,
            RecordChange.after,
            RecordChange.digest,
            ChangeSet.position,
        )
        .join(ChangeSet, ChangeSet.id == RecordChange.change_set_id)
        .order_by(ChangeSet.position, RecordChange.id)
        .execution_options(yield_per=2000)
    )
    for change_set_id, changes in groupby(_followed(rows, total, job), key=itemgetter(0)):
        content, holds = ContentDigest(), True
        for _, kind, key, before, after, digest, position in changes:
            if change_digest(kind, key, before, after) != digest:
                is_blank = before is None and after is None
                holds = holds and is_blank and blanked.covers(kind, key, position)
            content.add(digest)
        yield change_set_id, content.value(), holds


def _followed(rows: Iterable[Any], total: int, job: Job) -> Iterator[Any]:
    """The same rows, saying how far one is: one gesture may hold nearly all of them."""
    for done, row in enumerate(rows):
        if done % _SAID_EVERY == 0:
            job.step(done, total, "Relecture du journal des modifications…")
        yield row
