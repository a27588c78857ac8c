"""The texts of a report, in the order in which they are printed."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.models.report_text import ReportText
from gen_desktop.models.submitted_report import ReportScope
from gen_desktop.reference.lists import Code, code_list


@dataclass(frozen=True, slots=True)
class WrittenText:
    """A text of a report. ``label``: the heading that it stands under."""

    section: str
    label: str
    body: str


def sections_of(kind: str) -> tuple[Code, ...]:
    """What may be written in a report of that kind."""
    return tuple(code for code in code_list("report_text_section") if code["kind"] == kind)


def written_texts(session: Session, scope: ReportScope) -> tuple[WrittenText, ...]:
    """What was written for the report of a scope, whatever its day."""
    rows = session.execute(
        select(ReportText.section, ReportText.body).where(ReportText.scope == scope.text_key)
    ).all()
    bodies = {row.section: row.body for row in rows}
    return tuple(
        WrittenText(code.code, code.label, bodies[code.code])
        for code in sections_of(scope.kind)
        if code.code in bodies
    )
