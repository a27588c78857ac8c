"""Writes what a report says in its writer's own words."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import InvalidInput, Problem
from gen_desktop.models.report_text import LONGEST_BODY, ReportText
from gen_desktop.models.submitted_report import ReportScope
from gen_desktop.queries.naming import learner_named_in
from gen_desktop.queries.report_texts import sections_of
from gen_desktop.reference.lists import label

NAME = "Écrire le commentaire d’un rapport"
_TOO_LONG = f"{LONGEST_BODY} signes au plus, soit deux pages."
NOBODY = "N’écrivez pas ici le nom d’un apprenant\u00a0: un rapport ne nomme personne."


def write_texts(db: Database, scope: ReportScope, bodies: Mapping[str, str]) -> Change:
    """Set the texts of a report by section; an empty one is taken away, one that is not given stays.

    Raises InvalidInput (too long, a learner named), whose fields are the sections.
    """
    known = {code.code for code in sections_of(scope.kind)}
    if unknown := set(bodies) - known:
        raise ValueError(f"no section of that report: {sorted(unknown)}")
    texts = {section: body.strip() for section, body in bodies.items()}
    with db.read() as session:
        problems = [Problem(one, _TOO_LONG) for one, body in texts.items() if len(body) > LONGEST_BODY]
        problems += [Problem(one, NOBODY) for one, body in texts.items() if learner_named_in(session, body)]
    if problems:
        raise InvalidInput(*problems)
    name = f"{NAME}\u00a0: {label('report_kind', scope.kind).lower()}"
    with db.write(name) as session:
        kept = {
            row.section: row
            for row in session.scalars(select(ReportText).where(ReportText.scope == scope.text_key))
        }
        ids = set()
        for section, body in texts.items():
            row = kept.get(section)
            if row is None and body:
                row = ReportText(scope=scope.text_key, section=section, body=body)
                session.add(row)
            elif row is not None and body:
                row.body = body
            elif row is not None:
                session.delete(row)
            if row is not None:
                ids.add(row.id)
    return Change(frozenset({ReportText.__tablename__}), frozenset(ids), name)
