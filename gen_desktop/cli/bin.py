"""Commands about what is deleted and what was done: delete, bin, history."""

from __future__ import annotations

import argparse
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop import french
from gen_desktop.cli.common import opened, print_json, print_table
from gen_desktop.errors import Conflict, NotFound
from gen_desktop.models.ids import number_in
from gen_desktop.models.registry import Base
from gen_desktop.queries.belongings import what_goes_with
from gen_desktop.queries.bin import BinEntry, entries
from gen_desktop.queries.history import Told, told
from gen_desktop.reference.field_words import kind_name
from gen_desktop.services import bin as services

_TABLES = {"program": "funding_program", "attempt": "contact_attempt"}
"""Where the word typed is not the name of the table, dashes aside."""


def delete(arguments: argparse.Namespace) -> None:
    """Delete a record with all that goes with it; without --yes, only say what would go."""
    kind = _table(arguments.kind)
    with opened(arguments, writes=arguments.yes) as db:
        with db.read() as session:
            record_id = _id(session, kind, arguments.record)
            goes = what_goes_with(session, kind, record_id)
        if goes.refusal:
            raise Conflict(goes.refusal)
        if not arguments.yes:
            along = f"emporte aussi\u00a0: {goes.words}" if goes.words else "n’emporte rien d’autre"
            raise Conflict(
                f"La suppression {along}. Rien n’est supprimé\u00a0; pour le faire, ajoutez --yes."
            )
        print(services.delete(db, kind, record_id).name)


def bin_(arguments: argparse.Namespace) -> None:
    """What was deleted and can be given back, or one of them given back."""
    if arguments.gesture == "restore":
        with opened(arguments, writes=True) as db:
            print(services.restore(db, number_in(arguments.id) or 0).name)
        return
    with opened(arguments) as db, db.read() as session:
        found = entries(session)
    if arguments.json:
        print_json([_entry_json(entry) for entry in found])
        return
    print_table(
        ("Numéro", "Le", "Par", "Quoi", "Avec"),
        [(str(one.change_set_id), _moment(one), one.author, one.title, one.words) for one in found],
    )
    print(french.plural(len(found), "suppression"))


def history(arguments: argparse.Namespace) -> None:
    """Everything done to a record, the latest first: who, when, what, before, after."""
    kind = _table(arguments.kind)
    with opened(arguments) as db, db.read() as session:
        found = told(session, kind, _id(session, kind, arguments.record, is_present=False))
    if not found:
        raise NotFound(f"{kind_name(kind)} {arguments.record}\u00a0: le journal n’en dit rien.")
    if arguments.json:
        print_json([_told_json(gesture) for gesture in found])
        return
    for gesture in found:
        undone = " (annulé depuis)" if gesture.undone else ""
        print(f"{_moment(gesture)}  {gesture.author}  {gesture.name}{undone}")
        for line in gesture.lines:
            print(f"    {line.record} · {line.field}\u00a0: {line.before} → {line.after}")


def _table(word: str) -> str:
    return _TABLES.get(word, word.replace("-", "_"))


def _id(session: Session, kind: str, record: str, *, is_present: bool = True) -> int:
    """The record of that number, or of that code where the kind has codes. Raises NotFound."""
    table = Base.metadata.tables[kind]
    number = number_in(record)
    if number is not None:
        known = session.scalar(select(table.c.id).where(table.c.id == number))
        if known is not None or not is_present:
            return number
    if "code" in table.c:
        coded: int | None = session.scalar(select(table.c.id).where(table.c.code == record))
        if coded is not None:
            return coded
    raise NotFound(f"{kind_name(kind)} «\u00a0{record}\u00a0»\u00a0: introuvable dans le fichier.")


def _moment(one: BinEntry | Told) -> str:
    here = one.at.astimezone()
    return f"{french.short_date(here.date())} {here:%H:%M}"


def _entry_json(entry: BinEntry) -> dict[str, Any]:
    return {
        "id": entry.change_set_id,
        "at": entry.at.isoformat(),
        "author": entry.author,
        "name": entry.name,
        "kind": entry.kind,
        "records": list(entry.record_ids),
        "with": dict(entry.parts),
    }


def _told_json(gesture: Told) -> dict[str, Any]:
    return {
        "id": gesture.change_set_id,
        "at": gesture.at.isoformat(),
        "author": gesture.author,
        "name": gesture.name,
        "undone": gesture.undone,
        "lines": [
            {"record": line.record, "field": line.field, "before": line.before, "after": line.after}
            for line in gesture.lines
        ],
    }


COMMANDS = {"delete": delete, "bin": bin_, "history": history}
