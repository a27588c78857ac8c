"""How figures are worded on paper: every percentage with its « n sur N », the unknown never hidden."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from gen_desktop import french
from gen_desktop.french import NARROW, NBSP, typographic
from gen_desktop.queries.behind import Behind, CutBehind, part_of
from gen_desktop.queries.breakdowns import Cross, Dimension, Group
from gen_desktop.queries.indicators import Figure, Part, Unit
from gen_desktop.reports.charts import TargetBar
from gen_desktop.reports.spots import FigureSource, source_of
from gen_desktop.reports.table import Cell, Column, Number, Rate, Row, RowKind, Table
from gen_desktop.reports.written import (
    Value,
    Written,
    count,
    percent,
    plural,
    points,
    rate,
    share_text,
    values_of,
)

REACHED = "✓ atteint"
BELOW = "▼ en dessous"
NO_TARGET = "objectif non paramétré"
NO_RATE = "sans base de calcul"
INDENT = "\u00a0" * 4
"""Before a line that is part of the one above."""


class Figures:
    """Figures by their id."""

    def __init__(self, figures: Sequence[Figure]) -> None:
        self._by_id = {figure.id: figure for figure in figures}

    def __getitem__(self, figure_id: str) -> Figure:
        return self._by_id[figure_id]

    def __iter__(self) -> Iterator[Figure]:
        return iter(self._by_id.values())


def rate_of(figure: Figure) -> Written:
    """« 34,5 % », an en dash when nobody is counted."""
    return Written(french.percent(figure.value), _value(figure))


def counts_of(figure: Figure) -> Written:
    """« 30 sur 87 », in hours for a figure that counts time."""
    return Written(f"{_count(figure, figure.n)} sur {_count(figure, figure.N)}", _value(figure))


def rate_cell(figure: Figure, group: str = "") -> Rate:
    """The rate with its counts, for a table; it leads to its people if the group that counts it is given."""
    return Rate(rate_of(figure), counts_of(figure), figure_source(figure, group) if group else None)


def unknown_cell(figure: Figure, group: str) -> Number:
    """Of how many people the fact is unknown."""
    return Number(count(figure.unknown), figure_source(figure, group, Part.UNKNOWN))


def figure_source(figure: Figure, group: str, part: Part = Part.NUMERATOR) -> FigureSource | None:
    """The people of a part of a figure; of hours, those who have some."""
    listed = figure.people[part]
    printed = {Part.NUMERATOR: figure.n, Part.DENOMINATOR: figure.N, Part.UNKNOWN: figure.unknown}[part]
    unlisted = printed - (listed or 0) if figure.unit is Unit.PERSONS else 0
    return source_of(listed, Behind(group, part_of(figure.id, part)), unlisted)


def number(n: int, behind: Behind | None = None) -> Number:
    """A count that leads to whom it counts."""
    return Number(count(n), source_of(n, behind))


def said(figure: Figure) -> Written:
    """« 34,5 % (30 sur 87) », for a sentence; « – (0 sur 0) » when nobody is counted."""
    return said_rate(rate_cell(figure))


def said_rate(cell: Rate) -> Written:
    """A rate in a sentence; the end of a line does not cut it."""
    values = values_of(cell.value) or values_of(cell.counts)
    return Written(f"{cell.value} ({cell.counts})".replace(" ", NBSP), *values)


def ratio(n: int, total: int, behind: Behind | None = None) -> Rate:
    """A rate counted elsewhere than in an indicator; ``behind``: the people of ``n``."""
    return Rate(rate(n, total), share_text(n, total), source_of(n, behind))


def share(figure: Figure) -> float | None:
    """From 0 to 1, for a bar."""
    return figure.n / figure.N if figure.N else None


def gap_points(value: Decimal | None) -> str | None:
    """« +4,5 », for a column of points."""
    return None if value is None else points(value)


def against_target(figure: Figure, target: Decimal | None) -> str:
    """The reading of a figure against its target, in words."""
    return NO_TARGET if target is None else against_rate(figure.value, target)


def against_rate(value: Decimal | None, target: Decimal) -> str:
    """The reading of a percentage against its target, in words."""
    if value is None:
        return NO_RATE
    return REACHED if value >= target else BELOW


def target_text(target: Decimal | None) -> str:
    """« 30 % », with decimals only where there are some."""
    return french.UNKNOWN if target is None else percent(target)


def public_rate(figure: Figure, group: str = "") -> Rate:
    """The share of a public among the entrants: an en dash, never 0 %, when it is known of nobody."""
    if figure.N and figure.unknown == figure.N:
        return Rate(french.UNKNOWN, Written("0 connu", {"known": 0, "N": figure.N}))
    return rate_cell(figure, group)


def target_bar(figure: Figure, target: Decimal | None, group: str = "") -> TargetBar:
    """The bar of the share of a public, with the mark of its target."""
    shown = public_rate(figure, group)
    unknown = shown.value == french.UNKNOWN
    return TargetBar(
        figure.label,
        None if unknown else share(figure),
        shown.value,
        shown.counts,
        None if target is None else float(target) / 100,
        "" if target is None else target_text(target),
        shown.source,
    )


def group_rows(groups: Sequence[Group], total: int, behind: Callable[[str | None], Behind]) -> list[Row]:
    """The lines of a cut: name, number, share of ``total``; the unknown line last, in grey.

    ``behind``: the people of a group, by its key.
    """
    rows = []
    for group in groups:
        n, whose = group.counts[0], behind(group.key)
        rows.append(Row((group.label, number(n, whose), ratio(n, total, whose)), row_kind(group)))
    return rows


def group_table(title: str, name: str, groups: Sequence[Group], behind: CutBehind, note: str = "") -> Table:
    """A cut of a population by one fact: number and share of the whole."""
    total = sum(group.counts[0] for group in groups)
    everybody = behind.everybody()
    return Table(
        [Column(name, align="left"), Column("Nombre", width=80), Column("Part", width=130)],
        group_rows(groups, total, behind.of),
        total=("Ensemble", number(total, everybody), ratio(total, total, everybody)),
        title=title,
        note=note,
    )


def cross_table(made: Cross, rows_behind: CutBehind, column_dimension: Dimension) -> Table:
    """A population cut by two facts, in numbers, with its totals; each leads to its people."""
    of_columns = replace(rows_behind, dimension=column_dimension)

    def cells(label: str, counts: Sequence[int], whose: CutBehind, everybody: Behind) -> list[Cell]:
        inside = [number(n, whose.of(key)) for n, key in zip(counts, made.column_keys, strict=True)]
        return [label, *inside, number(sum(counts), everybody)]

    columns = [Column(made.row_label, align="left")]
    columns += [Column(label, group=made.column_label) for label in made.columns]
    columns.append(Column("Ensemble"))
    rows = []
    for group in made.rows:
        within = replace(of_columns, population=rows_behind.group_of(group.key))
        rows.append(Row(cells(group.label, group.counts, within, rows_behind.of(group.key)), row_kind(group)))
    sums = [sum(group.counts[index] for group in made.rows) for index in range(len(made.columns))]
    total = cells("Ensemble", sums, of_columns, rows_behind.everybody())
    title = f"{made.row_label} et {_lower(made.column_label)}"
    return Table(columns, rows, total=total, title=title, dense=True)


def sentence(text: str) -> str:
    """Ordinary typing with the spaces of French printing. Not for what people entered."""
    return typographic(text)


def people(n: int) -> Written:
    """« 3 personnes »."""
    return plural(n, "personne")


def row_kind(group: Group) -> RowKind:
    """Grey for those of whom the fact is not known."""
    return "unknown" if group.key is None else "body"


def _lower(label: str) -> str:
    return label if label[:2].isupper() else label[0].lower() + label[1:]


def _value(figure: Figure) -> Value:
    if figure.unit is Unit.MINUTES:
        return {"n": figure.n, "N": figure.N, "unit": "minutes"}
    return {"n": figure.n, "N": figure.N}


def _count(figure: Figure, value: int) -> str:
    return french.hours(value) if figure.unit is Unit.MINUTES else french.number(value)


def rate_in_whole_hours(figure: Figure) -> Written:
    """« 94,3 % (9 160 h sur 9 713 h) »: a card has no room for tenths of hours."""
    if not figure.N:
        return rate_of(figure)
    n, total = (french.number(minutes / 60) for minutes in (figure.n, figure.N))
    return Written(f"{rate_of(figure)} ({n}{NARROW}h sur {total}{NARROW}h)", _value(figure))
