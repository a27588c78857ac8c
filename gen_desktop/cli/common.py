"""What several commands share: the file, the scope, the way answers are printed."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

from gen_desktop.changes import COMMAND_LINE, Author
from gen_desktop.cli.passwords import author_of, unlocked
from gen_desktop.db.database import Database
from gen_desktop.db.driver import FileKey
from gen_desktop.db.opening import SCHEMA_VERSION, checked_version
from gen_desktop.db.places import place_warning
from gen_desktop.queries.scope import Scope, cohort_ids, default_as_of
from gen_desktop.store import create_store, open_store


def data_file(arguments: argparse.Namespace) -> Path:
    """The file named by ``--data``, which app.main asked for."""
    path: Path = arguments.data
    return path


@contextmanager
def opened(
    arguments: argparse.Namespace, *, create: bool = False, writes: bool = False
) -> Iterator[Database]:
    """The file named by ``--data``, open; its password is asked for if it has one.

    Only with ``writes`` (and ``create``) is it reserved for this command: one can read beside an open window.
    """
    path = data_file(arguments)
    found = unlocked(arguments, path)
    key = None if found is None else found.key
    take_over = getattr(arguments, "take_over", False)
    if (writes or create) and (warning := place_warning(path.absolute())):
        print(warning, file=sys.stderr)
    if create and not path.exists():
        with opened_new(path) as db:
            yield db
        return
    if writes:
        db = open_store(path, author_of(found), key, take_over=take_over)
    else:
        db = _open_to_read(path, author_of(found), key)
    try:
        yield db
    finally:
        db.close()


@contextmanager
def opened_new(path: Path) -> Iterator[Database]:
    """A new plain file; it is taken away again if the work fails."""
    path.parent.mkdir(parents=True, exist_ok=True)
    db = create_store(path, COMMAND_LINE)
    try:
        yield db
    except BaseException:
        db.close()
        for leftover in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
            leftover.unlink(missing_ok=True)
        raise
    db.close()


def _open_to_read(path: Path, author: Author, key: FileKey | None) -> Database:
    if checked_version(path, key) < SCHEMA_VERSION:
        open_store(path, author, key).close()  # brought to the present schema first
    return open_store(path, author, key, read_only=True)


def scope_of(db: Database, arguments: argparse.Namespace) -> Scope:
    """The scope asked for by --cohort, --from, --to and --as-of."""
    with db.read() as session:
        ids = cohort_ids(session, tuple(arguments.cohort))
    as_of = arguments.as_of or default_as_of(arguments.date_to, dt.date.today())
    return Scope(as_of=as_of, cohort_ids=ids, date_from=arguments.date_from, date_to=arguments.date_to)


def print_json(answer: Any) -> None:
    """Print as JSON: dates in ISO form, rates as numbers, unknown as null."""
    print(json.dumps(answer, ensure_ascii=False, indent=2, default=_plain))


def print_table(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print aligned columns."""
    widths = [max(map(len, column)) for column in zip(titles, *rows, strict=True)]
    for row in (titles, *rows):
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(type(value).__name__)
