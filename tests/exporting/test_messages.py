"""Messages to send from elsewhere: one line for each person, in the register of exports, text as text."""

from __future__ import annotations

from pathlib import Path

from python_calamine import CalamineWorkbook
from sqlalchemy import select

from gen_desktop.db.database import Database
from gen_desktop.exporting.messages import TITLES, ReadyMessage, write_messages
from gen_desktop.models.privacy import NominativeExport

MAIL = ReadyMessage(
    "Aubert", "Inès", "TSSR 2026-1", "ines@exemple.fr", "Votre situation", "Bonjour\n\n=1+1", None
)
SMS = ReadyMessage("=cmd", "Théo", "TSSR 2026-1", "+33639980101", None, "Bonjour", 1)


def test_a_workbook_has_a_line_for_each_person(db: Database, tmp_path: Path) -> None:
    path = tmp_path / "messages.xlsx"
    write_messages(db, [MAIL, SMS], "TSSR 2026-1", path)
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    assert tuple(rows[0]) == TITLES
    assert rows[1] == [
        *("Aubert", "Inès", "TSSR 2026-1", "ines@exemple.fr", "Votre situation", "Bonjour\n\n=1+1", "")
    ]
    assert rows[2][0] == "=cmd"
    assert rows[2][3].replace("\u00a0", " ") == "06 39 98 01 01"
    assert rows[2][6] == 1
    with db.read() as session:
        (found,) = session.execute(select(NominativeExport.kind, NominativeExport.people)).all()
    assert tuple(found) == ("messages", 2)


def test_a_text_file_is_read_message_by_message(db: Database, tmp_path: Path) -> None:
    path = tmp_path / "messages.txt"
    write_messages(db, [MAIL, SMS], "TSSR 2026-1", path)
    first, second = path.read_text(encoding="utf-8-sig").split("-" * 60)
    assert first.split("\n")[:3] == ["À\u00a0: ines@exemple.fr", "Objet\u00a0: Votre situation", ""]
    assert second.strip().replace("\u00a0", " ") == "À : 06 39 98 01 01\nBonjour"
