"""What every work that is killed shares: how it says what it has done, and what must hold afterwards."""

from __future__ import annotations

import datetime as dt
import json
import os
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select

from gen_desktop.db.integrity import check_file
from gen_desktop.models.history import ChangeSet
from gen_desktop.queries.seals import verify_chain
from tests.faults.replay import expect_whole
from tests.protected import KEY, Center

NOW = dt.datetime(2026, 11, 23, 9, 0, 0, tzinfo=dt.UTC)


class Acks:
    """What the work says it has done: each word reaches the system before the next thing is begun."""

    def __init__(self, file: Path) -> None:
        self._descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def say(self, word: Any) -> None:
        os.write(self._descriptor, json.dumps(word).encode() + b"\n")


@dataclass(frozen=True)
class Work:
    """What goes on until it is killed, and what must hold afterwards given what it acknowledged."""

    go_on: Callable[[Path, random.Random, Acks], None]
    check: Callable[[Path, list[Any]], None]


def center_in(folder: Path) -> Center:
    return Center(folder / "centre.gendb", KEY)


def check_gestures(folder: Path, acks: list[Any], *, killed: int = 1) -> None:
    """Every gesture acknowledged is there, none by half, and one more at most for each program killed."""
    center = center_in(folder)
    db = center.open()
    try:
        with db.read() as session:
            there = dict(session.execute(select(ChangeSet.position, ChangeSet.seal)).all())
            verdict = verify_chain(session)
        assert verdict.broken is None, verdict.broken
        assert all(there.get(position) == seal for position, seal in acks), "an acknowledged gesture is lost"
        known = max([position for position, _ in acks], default=None)
        if known is not None:
            assert max(there) - known <= killed, "more is there than was under way"
        expect_whole(db)
    finally:
        db.close()
    assert check_file(center.path, KEY) == []
