"""A person of whom every column of every table holds a value of her own, and copies of a file to search."""

from __future__ import annotations

import datetime as dt
import zlib
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import Column, insert
from sqlalchemy.orm import Session

from gen_desktop.db.database import Database
from gen_desktop.db.driver import connect
from gen_desktop.models.history import record_bulk
from gen_desktop.models.ids import new_id
from gen_desktop.models.jury_session import JurySession
from gen_desktop.models.positioning import Prerequisite
from gen_desktop.models.registry import Base
from gen_desktop.models.signed_sheet import SheetHalfDay, SignedSheet
from gen_desktop.models.skill import Skill
from gen_desktop.queries.personal_records import owned_tables, owner_of
from tests.factories import make_cohort

MARK = "Zq7"


def make_marked(db: Database, word: str = MARK, number: int = 1) -> dict[str, dict[str, Any]]:
    """One row in each table that belongs to a person, a company of her own: table → its row."""
    rows: dict[str, dict[str, Any]] = {}
    with db.write(f"Créer {word} last_name, cas d’école") as session:
        cohort = make_cohort(session, f"COHORTE {number}")
        session.flush()
        made = {"cohort_id": cohort.id, "block_id": _block(session, cohort.course_id)}
        made["skill_id"] = _skill(session, made["block_id"])
        made["jury_session_id"] = _jury(session, cohort.id)
        made["prerequisite_id"] = _prerequisite(session, cohort.course_id)
        made["class_session_id"] = _half_day(session, cohort.id)
        made["sheet_half_day_id"] = _sheet_half_day(session, cohort.id, made["class_session_id"])
        for table in (Base.metadata.tables["company"], *owned_tables()):
            row = {column.name: _value(column, word, number) for column in table.columns}
            row |= {name: value for name, value in made.items() if name in row}
            if "id" in row:
                row["id"] = new_id()
            if table.name == "learner":
                row["erased_on"] = None
                made["first_id"] = made["gone_id"] = row["id"]
            elif table.name != "company":
                owner = owner_of(table)
                row[owned_tables()[table].name] = rows[owner.name]["id"]
                made["follow_up_id"] = rows.get("follow_up", {}).get("id")
                row |= {"follow_up_id": made["follow_up_id"]} if "follow_up_id" in row else {}
                employers = {"company_id", "employer_company_id"} & row.keys()
                row |= dict.fromkeys(employers, rows["company"]["id"])
                if "attached_document_id" in row:
                    row["attached_document_id"] = rows["attached_document"]["id"]
            session.execute(insert(table), [row])
            record_bulk(session, table, after=[row])
            rows[table.name] = row
    return rows


def own_values(rows: dict[str, dict[str, Any]]) -> set[str]:
    """What of these rows must be nowhere once she is erased: her texts, and the dates that nothing counts."""
    return {
        str(value)
        for row in rows.values()
        for name, value in row.items()
        if isinstance(value, str | dt.date) and _tells(name, value)
    }


def everything_in(db: Database, folder: Path) -> bytes:
    """The bytes of the file in clear with its journal; of a protected one, a copy made without a key."""
    if db.key is None:
        files = sorted(db.path.parent.glob(f"{db.path.name}*"))
        return b"".join(file.read_bytes() for file in files if file.is_file())
    plain = folder / "en-clair.db"
    plain.unlink(missing_ok=True)
    with closing(connect(db.path, key=db.key, mode="rw")) as connection:
        assert connection.execute("PRAGMA freelist_count").fetchone()[0] == 0
        connection.execute("ATTACH DATABASE ? AS clear KEY ''", (str(plain),))
        connection.execute("SELECT sqlcipher_export('clear')")
    return plain.read_bytes()


def _tells(name: str, value: str | dt.date) -> bool:
    return MARK in str(value) or (isinstance(value, dt.date) and value.year < 1960)


def _block(session: Any, course_id: int) -> int:
    block = Base.metadata.tables["certification_block"]
    row = {"id": new_id(), "course_id": course_id, "code": "BC1", "title": "Bloc", "position": 1}
    session.execute(insert(block), [row])
    record_bulk(session, block, after=[row])
    return int(row["id"])


def _skill(session: Session, block_id: int) -> int:
    made = Skill(block_id=block_id, title="Maquetter", position=1)
    session.add(made)
    session.flush()
    return made.id


def _jury(session: Session, cohort_id: int) -> int:
    made = JurySession(cohort_id=cohort_id, held_on=dt.date(2026, 3, 6))
    session.add(made)
    session.flush()
    return made.id


def _prerequisite(session: Session, course_id: int) -> int:
    made = Prerequisite(course_id=course_id, name="Lire un énoncé", position=1)
    session.add(made)
    session.flush()
    return made.id


def _half_day(session: Any, cohort_id: int) -> int:
    half_day = Base.metadata.tables["class_session"]
    row = {
        "id": new_id(),
        "version": 1,
        "cohort_id": cohort_id,
        "held_on": dt.date(2026, 1, 12),
        "half_day": "AM",
        "starts_at": dt.time(9),
        "ends_at": dt.time(12),
        "minutes": 180,
        **dict.fromkeys(("delivery_mode", "module", "trainer", "place", "counts_for_bpf", "note")),
    }
    session.execute(insert(half_day), [row])
    record_bulk(session, half_day, after=[row])
    return int(row["id"])


def _sheet_half_day(session: Session, cohort_id: int, half_day_id: int) -> int:
    sheet = SignedSheet(
        cohort_id=cohort_id,
        title="Semaine 3",
        media_type="application/pdf",
        size=1,
        sha256="",
        filed_on=dt.date(2026, 1, 19),
    )
    session.add(sheet)
    session.flush()
    proven = SheetHalfDay(signed_sheet_id=sheet.id, class_session_id=half_day_id, trainer_signed=True)
    session.add(proven)
    session.flush()
    return proven.id


_CODES = {
    "sex": "F",
    "decision": "admitted",
    "exit_type": "abandonment",
    "exit_reason": "AB_PERS",
    "status": "P",
    "result": "acquired",
    "outcome": "full",
    "situation": "EMP_CDI",
    "contact_mode": "phone",
    "kind": "job",
    "contract_type": "CDI",
    "working_time": "full",
    "prescriber": "FT",
    "funder": "FT",
    "bpf_status": "c",
    "last_class": "N4",
    "highest_diploma": "N4",
    "situation_before": "DE",
    "rural_zoning": "FRR",
    "entered_on": dt.date(2026, 1, 5),
    "exit_on": dt.date(2026, 3, 5),
    "positioning_method": "test",
    "level": "held",
    "waiting_rank": 1,
    "horizon": 3,
    "half_day": "AM",
    "defect": "missing",
    "module": "Tableur",
    "document_kind": "summons",
    "stage": "end",
    "mode": "phone",
    "item": "content",
    "complainant": "learner",
    "respondent": "learner",
    "gravity": "minor",
    "nationality": "eu",
    "has_foreign_background": "no",
    "is_minority": "no",
    "is_homeless": "no",
    "contract_nature": "E1",
    "training_level": "N4",
    "channel": "phone",
    "version": 1,
}
"""What figures count, and stays."""


def _value(column: Column[Any], word: str, number: int) -> Any:
    if column.name in _CODES and not (column.table.name == "follow_up" and column.name == "proof"):
        return (
            "reached"
            if (column.table.name, column.name) == ("contact_attempt", "outcome")
            else _CODES[column.name]
        )
    kind = column.type.python_type
    if kind is str:
        return "contract" if column.name == "proof" else f"{word} {column.name}"
    if kind is dt.date:
        stays = {
            "positioned_on",
            "interviewed_on",
            "applied_on",
            "decided_on",
            "planned_entry_on",
            "aes_on",
            "planned_exit_on",
            "jury_on",
        }
        stays |= {
            "assessed_on",
            "sent_on",
            "reminded_on",
            "acknowledged_on",
            "answered_on",
            "received_on",
            "measure_due_on",
            "closed_on",
        }
        stays |= {"certificate_received_on", "certificate_handed_on", "exit_interviewed_on"}
        stays |= {"esf_collected_on", "esf_exit_collected_on"}
        stays |= {
            "confirmed_on",
            "recorded_on",
            "made_on",
            "starts_on",
            "ends_on",
            "planned_on",
            "done_on",
            "verified_on",
        }
        day = zlib.crc32(f"{column.table.name}.{column.name}".encode()) % 300
        return (
            dt.date(2026, 2, 1) if column.name in stays else dt.date(1950 + number, 1, 1) + dt.timedelta(day)
        )
    if kind is bool:
        return True
    if kind is dt.time:
        return dt.time(9)
    return Decimal(24_000) if kind is Decimal else 6
