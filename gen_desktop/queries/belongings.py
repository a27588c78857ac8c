"""What goes with a record that is deleted: counted before it is asked, gathered before it is done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Column, Table, select
from sqlalchemy.orm import Session

from gen_desktop import french
from gen_desktop.french import NBSP
from gen_desktop.models.belongings import Fate, fate
from gen_desktop.models.registry import Base
from gen_desktop.queries.rights import role_of
from gen_desktop.reference.field_words import counted
from gen_desktop.reference.rights import why_not

Key = tuple[int, ...]
Row = dict[str, Any]

_CHUNK = 400
PARTS = (
    *("enrollment", "class_session", "attendance", "certification", "block_result", "follow_up"),
    *("contact_attempt", "placement", "certification_block", "target", "attached_document"),
)
"""The kinds that people count, in the order they are told; the others are part of the record itself."""


@dataclass
class Gathered:
    """``going``: the records and all that goes with them, by table.

    ``loose``: the rows that only lose a link, by its column. ``holders``: those that keep it all from going.
    """

    going: dict[Table, dict[Key, Row]] = field(default_factory=dict)
    loose: dict[Column[Any], list[Row]] = field(default_factory=dict)
    holders: dict[Column[Any], list[Row]] = field(default_factory=dict)

    @property
    def tables(self) -> frozenset[str]:
        """The tables that lose a row or a link."""
        going = {table.name for table, rows in self.going.items() if rows}
        return frozenset(going | {column.table.name for column, rows in self.loose.items() if rows})


@dataclass(frozen=True, slots=True)
class Belongings:
    """How much goes (kind, count), and how many records stay without their link to what goes.

    ``refusal``: why nothing may go, as a sentence; '' when it may.
    """

    going: tuple[tuple[str, int], ...]
    loose: int
    refusal: str

    @property
    def words(self) -> str:
        """« 3 inscriptions, 124 demi-journées d’émargement, 2 suivis »; '' when it goes alone."""
        return ", ".join(counted(kind, count) for kind, count in self.going)


def what_goes_with(session: Session, kind: str, record_id: int) -> Belongings:
    """What goes if that record is deleted, itself aside; refused when whoever asks may not delete it all."""
    found = gather(session, Base.metadata.tables[kind], [record_id])
    counts = {table.name: len(rows) for table, rows in found.going.items() if table.name != kind}
    refused = why_not(role_of(session), found.tables) or refusal(found)
    return Belongings(in_order(counts), sum(map(len, found.loose.values())), refused)


def refusal(found: Gathered) -> str:
    """Why it may not go, '' when nothing holds it."""
    held = {column.table.name: rows for column, rows in found.holders.items()}
    if "cohort" in held:
        codes = french.join_names(sorted(row["code"] for row in held["cohort"]))
        verb = french.form(len(held["cohort"]), "s’en sert", "s’en servent")
        return f"{counted('cohort', len(held['cohort']))} {verb} encore ({codes})."
    if "issued_document" in held:
        papers = french.plural(len(held["issued_document"]), "document émis", "documents émis")
        return f"Le registre garde {papers} pour cette cohorte{NBSP}: elle ne peut pas être supprimée."
    if "erasure" in held:
        return (
            f"Les données de cette personne sont déjà effacées{NBSP}: sa ligne sans nom reste, "
            "pour que les chiffres du passé restent justes."
        )
    kinds = french.join_names([counted(kind, len(rows)) for kind, rows in held.items()])
    return f"Encore utilisé{NBSP}: {kinds}." if kinds else ""


def in_order(counts: dict[str, int]) -> tuple[tuple[str, int], ...]:
    """The counts of the kinds that people count, in the order they are told."""
    return tuple((kind, counts[kind]) for kind in PARTS if counts.get(kind))


def gather(session: Session, table: Table, ids: Sequence[int]) -> Gathered:
    """Those records of a table with everything that goes with them."""
    found = Gathered()
    (identifier,) = table.primary_key
    _take(session, table, _where_in(session, identifier, ids), found)
    for column, rows in found.loose.items():
        gone = found.going.get(column.table, {})  # type: ignore[call-overload]  # always a Table here
        found.loose[column] = [row for row in rows if _key(column.table, row) not in gone]
    return found


def _take(session: Session, table: Table, rows: Iterable[Row], found: Gathered) -> None:
    """These rows go, then all that points to them; a row met twice is taken once."""
    known = found.going.setdefault(table, {})
    new = {key: row for row in rows if (key := _key(table, row)) not in known}
    known.update(new)
    if not new or len(table.primary_key) > 1:
        return
    ids = [key[0] for key in new]
    for column, what in _pointing(table):
        pointing = list(_where_in(session, column, ids))
        if what is Fate.GOES:
            _take(session, column.table, pointing, found)
        elif pointing:
            held = found.loose if what is Fate.LETS_GO else found.holders
            held.setdefault(column, []).extend(pointing)


def _pointing(table: Table) -> Iterator[tuple[Column[Any], Fate]]:
    for child in Base.metadata.sorted_tables:
        for foreign in sorted(child.foreign_keys, key=lambda one: one.parent.name):
            if foreign.column.table is table:
                yield foreign.parent, fate(foreign)


def _where_in(session: Session, column: Column[Any], ids: Sequence[int]) -> Iterator[Row]:
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        for row in session.execute(select(column.table).where(column.in_(chunk))).mappings():
            yield dict(row)


def _key(table: Any, row: Row) -> Key:
    return tuple(row[column.name] for column in table.primary_key)
