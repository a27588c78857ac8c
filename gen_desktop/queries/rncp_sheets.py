"""The sheets of the national register that are kept, and the codes that courses use."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gen_desktop.models.course import Course
from gen_desktop.models.course_codes import codes_of
from gen_desktop.models.rncp_sheet import BlockFacts, RncpBlock, RncpSheet, SheetFacts, bare_code


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A sheet in the list. ``courses``: how many courses carry its code."""

    id: int
    code: str
    title: str
    level: str | None
    valid_until: dt.date | None
    blocks: int
    source: str
    courses: int


def kept_sheets(session: Session) -> tuple[SheetRow, ...]:
    """The sheets kept, by code."""
    blocks = (
        select(func.count())
        .select_from(RncpBlock)
        .where(RncpBlock.rncp_sheet_id == RncpSheet.id)
        .correlate(RncpSheet)
        .scalar_subquery()
        .label("blocks")
    )
    used = Counter(codes_used(session))
    rows = session.execute(
        select(
            *(RncpSheet.id, RncpSheet.code, RncpSheet.title, RncpSheet.level, RncpSheet.valid_until),
            *(blocks, RncpSheet.source),
        ).order_by(RncpSheet.code)
    )
    return tuple(SheetRow(**row, courses=used[row["code"]]) for row in rows.mappings())


def codes_used(session: Session) -> list[str]:
    """The code of the certification of each course that has one."""
    codes = session.scalars(select(Course.certification_code).where(Course.certification_code.is_not(None)))
    return [bare for code in codes if (bare := bare_code(code))]


def sheet_of(session: Session, code: str) -> SheetFacts | None:
    """What is kept of the sheet of that code, its blocks in order; None when it is not."""
    sheet = session.scalar(select(RncpSheet).where(RncpSheet.code == bare_code(code)))
    if sheet is None:
        return None
    blocks = session.scalars(
        select(RncpBlock).where(RncpBlock.rncp_sheet_id == sheet.id).order_by(RncpBlock.position)
    )
    return SheetFacts(
        code=sheet.code,
        title=sheet.title,
        level=sheet.level,
        valid_until=sheet.valid_until,
        certifier=sheet.certifier,
        rome_codes=codes_of(sheet.rome_codes),
        nsf_code=sheet.nsf_code,
        formacodes=codes_of(sheet.formacodes),
        blocks=tuple(
            BlockFacts(block.code, block.title, tuple((block.skills or "").splitlines())) for block in blocks
        ),
    )
