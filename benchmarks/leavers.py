"""31,000 invented people who all left, with what became of them: for benchmarks of outcomes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from sqlalchemy import Connection, text

from gen_desktop.changes import PROGRAM
from gen_desktop.store import open_store

ROOT = Path(__file__).resolve().parent.parent
LEFT_AGO = "'-26 months'"
"""More than the last horizon and its window."""
DAY_OF = "date(exit_on, '+' || {horizon} || ' months', '-' || (enrollment.id % 20) || ' days')"


def invented_leavers(path: Path, horizons: str) -> int:
    """A new file where everybody left in time to be due at each of the horizons (« 3,6,12,24 »); how many."""
    command = [sys.executable, ROOT / "main.py", "--data", path, "demo", "--learners", "31000"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return make_them_leave(path, horizons)


def make_them_leave(path: Path, horizons: str) -> int:
    """The same in an invented file that exists."""
    db = open_store(path, PROGRAM)
    with db.write("Des sorties inventées") as session:
        connection = session.connection()
        connection.execute(
            text(
                "UPDATE enrollment SET entered_on = coalesce(entered_on, date('now', '-36 months')),"
                " exit_type = coalesce(exit_type, 'term'),"
                f" exit_on = min(coalesce(exit_on, date('now', {LEFT_AGO}, '-' || (id % 300) || ' days')),"
                f" date('now', {LEFT_AGO}, '-' || (id % 300) || ' days'))"
            )
        )
        connection.execute(
            text("INSERT INTO program_parameter (id, version, code, value) VALUES (1, 1, :code, :value)"),
            {"code": "follow_up_horizons", "value": horizons.replace(",", "|")},
        )
        for horizon in horizons.split(","):
            _answer(connection, int(horizon))
        _begin_spells(connection)
        leavers: int = connection.execute(text("SELECT count(*) FROM enrollment")).scalar_one()
    db.close()
    return leavers


def _answer(connection: Connection, horizon: int) -> None:
    """One leaver in three answered, one in ten was tried in vain."""
    day = DAY_OF.format(horizon=horizon)
    connection.execute(
        text(
            "INSERT INTO follow_up (version, enrollment_id, horizon, situation, recorded_on)"
            f" SELECT 1, id, {horizon}, CASE id % 4 WHEN 0 THEN 'EMP_CDI' WHEN 1 THEN 'RECH'"
            f" WHEN 2 THEN 'FORM_Q' ELSE 'INJ' END, {day} FROM enrollment WHERE (id + {horizon}) % 3 = 0"
        )
    )
    connection.execute(
        text(
            "INSERT INTO contact_attempt (enrollment_id, horizon, made_on, made_at, contact_mode, outcome)"
            f" SELECT id, {horizon}, {day}, '10:30:00.000000', 'phone', 'no_answer' FROM enrollment"
            f" WHERE (id + {horizon}) % 10 = 0"
        )
    )


def _begin_spells(connection: Connection) -> None:
    """A job each, which lasts some months or has no end, known two months after it began."""
    starts_on = "date(exit_on, '+' || (id % 90) || ' days')"
    connection.execute(
        text(
            "INSERT INTO placement (version, enrollment_id, kind, starts_on, ends_on, contract_type,"
            " contract_months, recorded_on)"
            f" SELECT 1, id, 'job', {starts_on},"
            f" CASE WHEN id % 2 THEN date({starts_on}, '+' || (1 + id % 8) || ' months') END,"
            " CASE WHEN id % 2 THEN 'CDD' ELSE 'CDI' END, CASE WHEN id % 2 THEN 1 + id % 8 END,"
            f" date({starts_on}, '+2 months') FROM enrollment"
        )
    )
