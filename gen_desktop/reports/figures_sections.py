"""The parts of a report for machines: each table, chart and sentence as printed, with the counts behind it.

Every kind of block of the two programme reports is here: one that is not would print numbers that no machine
is told, so it is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from gen_desktop.reports.blocks import Bullets, Contents, CoverTitle, Definitions, Heading, Note, Paragraph
from gen_desktop.reports.cards import FlowChart, KeyFigures
from gen_desktop.reports.charts import BoundsBars, MonthColumns, OutcomeBars, TargetBars
from gen_desktop.reports.flow import PageBreak
from gen_desktop.reports.table import Cell, Rate, Row, Table
from gen_desktop.reports.written import Value, values_of

Chart = KeyFigures | FlowChart | TargetBars | BoundsBars | OutcomeBars | MonthColumns
_KINDS: dict[type[Chart], str] = {
    KeyFigures: "cards",
    FlowChart: "flow",
    TargetBars: "shares",
    BoundsBars: "bounds",
    OutcomeBars: "outcomes",
    MonthColumns: "months",
}


def sections(blocks: Iterable[Any], *, of_people: bool = False) -> list[dict[str, Any]]:
    """What is under each heading of the first level; tables of single people only with ``of_people``.

    ``blocks``: as they are drawn. Raises TypeError for a block that says nothing to machines.
    """
    found: list[dict[str, Any]] = []
    for block in blocks:
        if isinstance(block, PageBreak | Contents):
            continue
        if isinstance(block, CoverTitle) or (isinstance(block, Heading) and block.level == 1):
            title = block.title if isinstance(block, CoverTitle) else block.text
            found.append({"title": title, "tables": [], "charts": [], "sentences": []})
        part = found[-1]
        if isinstance(block, Table):
            if of_people or not block.of_people:
                part["tables"].append(_table(block))
        elif isinstance(block, Chart):
            part["charts"].append(_chart(block))
        part["sentences"] += [{"label": label, **_text(text)} for label, text in _sentences(block)]
    return found


def _sentences(block: Any) -> Iterator[tuple[str, str]]:
    """The texts of a block that are neither cells nor labels, each under its name if it has one."""
    if isinstance(block, CoverTitle):
        yield "", block.subtitle
        yield from block.facts
    elif isinstance(block, Heading):
        if block.level > 1:
            yield "", block.text
    elif isinstance(block, Paragraph | Note):
        yield "", block.text
    elif isinstance(block, Bullets):
        yield from (("", text) for text in block.items)
    elif isinstance(block, Definitions):
        yield from block.items
    elif isinstance(block, Table):
        # What the title and the note of a table count; their words are told with the table.
        yield from (("", text) for text in (block.title, block.note) if values_of(text))
    elif isinstance(block, TargetBars | BoundsBars | OutcomeBars | MonthColumns):
        yield from (("", text) for text in (block.note,) if text)
    elif not isinstance(block, KeyFigures | FlowChart):
        raise TypeError(f"{type(block).__name__} has no words for machines.")


def _text(text: str) -> dict[str, Any]:
    return {"text": text, "values": [_plain(value) for value in values_of(text)]}


def _table(table: Table) -> dict[str, Any]:
    rows = [row if isinstance(row, Row) else Row(row) for row in table.rows]
    if table.total is not None:
        rows.append(Row(table.total, "total"))
    return {
        "title": table.title,
        "columns": [" – ".join(word for word in (c.group, c.title) if word) for c in table.columns],
        "rows": [
            {
                "kind": row.kind,
                "cells": [_cell(cell) for cell in row.cells],
                "values": [_value(cell) for cell in row.cells],
            }
            for row in rows
        ],
        "note": table.note,
    }


def _cell(cell: Cell) -> Any:
    return {"value": cell.value, "counts": cell.counts} if isinstance(cell, Rate) else cell


def _value(cell: Cell) -> Any:
    """What a cell was written from; None for words. A rate and its counts have the same."""
    values = values_of(cell.value) or values_of(cell.counts) if isinstance(cell, Rate) else values_of(cell)
    return _plain(values[0]) if values else None


def _chart(chart: Chart) -> dict[str, Any]:
    items = [
        {"label": label, "texts": [_text(text) for text in texts if text]} for label, *texts in _items(chart)
    ]
    title = "" if isinstance(chart, KeyFigures) else chart.alt
    return {"kind": _KINDS[type(chart)], "title": title, "items": items}


def _items(chart: Chart) -> Iterator[Sequence[str]]:
    """The name of each thing drawn, then the texts drawn beside it."""
    match chart:
        case KeyFigures():
            yield from ((one.label, one.value, one.counts, one.detail) for one in chart.figures)
        case FlowChart():
            yield from ((box.label, box.number, box.detail) for step in chart.steps for box in step)
        case TargetBars():
            yield from ((bar.label, bar.text, bar.counts, bar.target_text) for bar in chart.bars)
        case BoundsBars():
            for bar in chart.bars:
                ends = (bar.low.text, bar.low.counts, bar.high.text, bar.high.counts)
                yield (bar.label, *ends, bar.target_text)
        case OutcomeBars():
            for whole in chart.bars:
                yield from ((one.label, one.text, one.counts) for one in whole.segments)
        case MonthColumns():
            yield from ((f"{one.label} {one.year}", one.text, one.counts) for one in chart.months)


def _plain(value: Value) -> Any:
    if isinstance(value, int):
        return value
    return {name: float(part) if isinstance(part, Decimal) else part for name, part in value.items()}
