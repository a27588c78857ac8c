"""What several commands share: the file, the scope, the way answers are printed."""

from __future__ import annotations

import argparse
import datetime as dt
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

from gen_desktop.changes import COMMAND_LINE
from gen_desktop.db.database import Database
from gen_desktop.queries.scope import Scope, cohort_ids, default_as_of
from gen_desktop.store import create_store, open_store


def data_file(arguments: argparse.Namespace) -> Path:
    """The file named by ``--data``, which app.main asked for."""
    path: Path = arguments.data
    return path


@contextmanager
def opened(path: Path, *, create: bool = False) -> Iterator[Database]:
    """The open file; with ``create`` a missing one is made, and taken away again if the work fails."""
    is_new = create and not path.exists()
    if is_new:
        path.parent.mkdir(parents=True, exist_ok=True)
    db = create_store(path, COMMAND_LINE) if is_new else open_store(path, COMMAND_LINE)
    try:
        yield db
    except BaseException:
        db.close()
        if is_new:
            for leftover in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
                leftover.unlink(missing_ok=True)
        raise
    db.close()


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
