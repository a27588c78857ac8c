"""The reports of the imports made: when, by whom, what became of each line, and who it was about."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import String, and_, cast, func, select
from sqlalchemy.orm import Session

from gen_desktop.errors import NotFound
from gen_desktop.models.history import ChangeSet, RecordChange
from gen_desktop.models.importing import ImportReport
from gen_desktop.models.learner import Learner, full_name
from gen_desktop.queries.stored_content import LOST, content

FORMAT = 1
NOBODY_LEFT = "personne effacée"
_CHUNK = 1000


@dataclass(frozen=True, slots=True)
class ReportCounts:
    """Lines by what became of them; ``repaired`` and ``doubtful`` are counted besides."""

    created: int
    changed: int
    unchanged: int
    doubtful: int
    refused: int
    repaired: int


@dataclass(frozen=True, slots=True)
class ReportSummary:
    """An import, as the list of them shows it. ``author``: who asked for it."""

    id: int
    kind: str
    made_at: dt.datetime
    author: str
    lines: int
    counts: ReportCounts


@dataclass(frozen=True, slots=True)
class ReportedLine:
    """A line of the file. ``state``: code of what became of it; ``learner_id`` None: nobody was written.

    ``repairs``: (field, kind); ``remarks``: (level, field, code); ``changed``: fields.
    """

    number: int
    state: str
    learner_id: int | None
    repairs: Sequence[Sequence[str]] = ()
    remarks: Sequence[Sequence[str]] = ()
    changed: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class NamedLine:
    """A line with the name that its person has today; ``is_there``: whether the record can be opened."""

    line: ReportedLine
    name: str
    is_there: bool


def reports(session: Session) -> tuple[ReportSummary, ...]:
    """The imports in force, the latest first."""
    made = and_(
        RecordChange.kind == ImportReport.__tablename__,
        RecordChange.record_key == cast(ImportReport.id, String),
    )
    first = select(func.min(RecordChange.change_set_id)).where(made).correlate(ImportReport).scalar_subquery()
    rows = session.execute(
        select(ImportReport, ChangeSet.author_name)
        .outerjoin(ChangeSet, ChangeSet.id == first)
        .order_by(ImportReport.id.desc())
    )
    return tuple(_summary(report, author or "") for report, author in rows)


def report_lines(session: Session, report_id: int) -> tuple[NamedLine, ...]:
    """What became of each line of that import. Raises NotFound when it was undone, or its lines are lost."""
    sha256 = session.scalar(select(ImportReport.sha256).where(ImportReport.id == report_id))
    if sha256 is None:
        raise NotFound("Ce compte rendu n’est plus dans le fichier : l’import a été annulé.")
    told = json.loads(content(session, sha256))
    if told.get("format") != FORMAT:
        raise NotFound(LOST)
    lines = [ReportedLine(*one) for one in told["lines"]]
    names = _names(session, {one.learner_id for one in lines if one.learner_id is not None})
    return tuple(_named(lines, names))


def _named(lines: Sequence[ReportedLine], names: dict[int, str]) -> Iterator[NamedLine]:
    for one in lines:
        if one.learner_id is None:
            yield NamedLine(one, "", False)
        elif one.learner_id in names:
            yield NamedLine(one, names[one.learner_id], True)
        else:
            yield NamedLine(one, NOBODY_LEFT, False)


def _names(session: Session, ids: Collection[int]) -> dict[int, str]:
    """Those who are neither deleted nor erased."""
    found = {}
    wanted = sorted(ids)
    for start in range(0, len(wanted), _CHUNK):
        rows = session.execute(
            select(Learner.id, Learner.last_name, Learner.first_name).where(
                Learner.id.in_(wanted[start : start + _CHUNK]), Learner.erased_on.is_(None)
            )
        )
        found.update({row[0]: full_name(row[1], row[2]) for row in rows})
    return found


def _summary(report: ImportReport, author: str) -> ReportSummary:
    counts = ReportCounts(
        report.created,
        report.changed,
        report.unchanged,
        report.doubtful,
        report.refused,
        report.repaired,
    )
    made_at = dt.datetime.fromisoformat(report.made_at)
    return ReportSummary(report.id, report.kind, made_at, author, report.lines, counts)
