"""Keeps the sheets of the national register that the courses need, brought in from the published file."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import InvalidInput, NotFound
from gen_desktop.french import plural
from gen_desktop.models.rncp_sheet import RncpBlock, RncpSheet, SheetFacts
from gen_desktop.services.deletion import delete_with_all

KINDS = frozenset({"rncp_sheet", "rncp_block"})
GONE = "Cette fiche du répertoire n’est plus dans le fichier."


def keep_sheets(db: Database, sheets: Sequence[SheetFacts], source: str) -> Change:
    """Keep these sheets with their blocks; one kept already says what the newer file says.

    ``source``: the file, in words. Skills known already stay when the newer file tells none. Raises
    InvalidInput when there is nothing to keep.
    """
    if not sheets:
        raise InvalidInput.one("file", "Cochez au moins une fiche à garder.")
    name = f"Importer {plural(len(sheets), 'fiche')} du répertoire national"
    with db.write(name) as session:
        ids = frozenset(_keep(session, sheet, source) for sheet in sheets)
    return Change(KINDS, ids, name)


def delete_sheet(db: Database, sheet_id: int) -> Change:
    """Delete a sheet; courses keep what they took from it. Raises NotFound."""
    with db.read() as session:
        found = session.get(RncpSheet, sheet_id)
        if found is None:
            raise NotFound(GONE)
        name = f"Supprimer la fiche {found.code}"
    with db.write(name) as session:
        kinds = delete_with_all(session, "rncp_sheet", [sheet_id])
    return Change(kinds, frozenset({sheet_id}), name)


def _keep(session: Session, told: SheetFacts, source: str) -> int:
    sheet = session.scalar(select(RncpSheet).where(RncpSheet.code == told.code))
    if sheet is None:
        sheet = RncpSheet(code=told.code, title=told.title, source=source)
        session.add(sheet)
    columns = {
        "title": told.title,
        "level": told.level,
        "valid_until": told.valid_until,
        "certifier": told.certifier,
        "rome_codes": "|".join(told.rome_codes) or None,
        "nsf_code": told.nsf_code,
        "formacodes": "|".join(told.formacodes) or None,
        "source": source,
    }
    for column, value in columns.items():
        if getattr(sheet, column) != value:
            setattr(sheet, column, value)
    session.flush()
    _keep_blocks(session, sheet.id, told)
    return sheet.id


def _keep_blocks(session: Session, sheet_id: int, told: SheetFacts) -> None:
    known = {
        block.code: block
        for block in session.scalars(select(RncpBlock).where(RncpBlock.rncp_sheet_id == sheet_id))
    }
    for position, facts in enumerate(told.blocks, start=1):
        block = known.pop(facts.code, None)
        skills = "\n".join(facts.skills) or (block.skills if block is not None else None)
        if block is None:
            session.add(
                RncpBlock(
                    rncp_sheet_id=sheet_id,
                    code=facts.code,
                    title=facts.title,
                    skills=skills,
                    position=position,
                )
            )
        else:
            block.title, block.skills, block.position = facts.title, skills, position
    for block in known.values():
        session.delete(block)
