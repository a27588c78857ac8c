"""The report of an import: made from its plan, and told again in words when it is opened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from gen_desktop import french
from gen_desktop.french import NBSP
from gen_desktop.importing.fields import list_columns
from gen_desktop.importing.plan import (
    CONTRADICTION,
    DOUBT,
    REPAIR_REFUSED,
    ROW_LEFT_OUT,
    STATE_WORDS,
    Kind,
    Level,
    Note,
    Plan,
    RowState,
)
from gen_desktop.importing.repairs import KINDS, LEFT_UNKNOWN
from gen_desktop.queries.import_reports import NamedLine, ReportCounts, ReportedLine

_REMARKS = {
    CONTRADICTION: "contredit une autre ligne de la même personne",
    REPAIR_REFUSED: "réparation refusée",
    ROW_LEFT_OUT: "en erreur, laissée de côté",
    LEFT_UNKNOWN: "non compris, laissé inconnu",
    DOUBT: "doublon possible",
}


@dataclass(frozen=True, slots=True)
class ToldLine:
    """A line of a report in words. ``learner_id`` None: there is nobody to open."""

    number: int
    state: str
    name: str
    text: str
    learner_id: int | None


def counts_of(plan: Plan) -> ReportCounts:
    """How many lines became what."""
    return ReportCounts(
        plan.count(RowState.NEW),
        plan.count(RowState.UPDATE),
        plan.count(RowState.SAME) + plan.count(RowState.JOINED),
        sum(any(note.field == DOUBT for note in row.notes) for row in plan.rows),
        plan.count(RowState.REFUSED),
        sum(bool(row.repairs) for row in plan.rows),
    )


def lines_of(plan: Plan) -> Iterator[ReportedLine]:
    """Each row without a value of anybody, once the plan is written."""
    ids = plan.work.learner_ids()
    for row in plan.rows:
        learner_id = ids.get(row.number, row.learner_id)
        remarks = [_remark(note) for note in row.notes]
        yield ReportedLine(row.number, str(row.state), learner_id, row.repairs, remarks, row.changed)


def tell(kind: Kind, lines: Sequence[NamedLine], today: dt.date) -> list[ToldLine]:
    """The lines of a report in words."""
    titles = {column.field: column.title for column in list_columns(kind, today)}
    return [_told(one, titles) for one in lines]


def _remark(note: Note) -> tuple[str, str, str]:
    if note.field == DOUBT:
        return str(note.level), "", DOUBT
    return str(note.level), note.field, note.code


def _told(one: NamedLine, titles: Mapping[str, str]) -> ToldLine:
    line = one.line
    parts = [_remark_words(*remark, titles=titles) for remark in line.remarks]
    if line.changed:
        names = french.join_names([titles.get(name, name) for name in line.changed])
        parts.append(f"change{NBSP}: {names}")
    repaired = [f"{titles.get(name, name)} ({KINDS.get(kind, kind)})" for name, kind in line.repairs]
    if repaired:
        parts.append(f"réparé{NBSP}: {french.join_names(repaired)}")
    state = STATE_WORDS[RowState(line.state)][0]
    who = line.learner_id if one.is_there else None
    text = " ; ".join(parts).replace(" ;", "\u202f;")
    return ToldLine(line.number, state[:1].upper() + state[1:], one.name, text, who)


def _remark_words(level: str, field: str, code: str, *, titles: Mapping[str, str]) -> str:
    what = _REMARKS.get(code) or ("refusé" if level == Level.REFUSED else "remarque")
    title = titles.get(field, "")
    return f"{title}{NBSP}: {what}" if title else what
