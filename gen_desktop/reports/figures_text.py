"""How figures are worded on paper: every percentage with its « n sur N », the unknown never hidden."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from gen_desktop import french
from gen_desktop.french import NARROW, NBSP, typographic
from gen_desktop.queries.breakdowns import Cross, Group
from gen_desktop.queries.indicators import Figure, Unit
from gen_desktop.reports.charts import TargetBar
from gen_desktop.reports.table import Cell, Column, Rate, Row, RowKind, Table
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


def rate_cell(figure: Figure) -> Rate:
    """The rate with its counts, for a table."""
    return Rate(rate_of(figure), counts_of(figure))


def said(figure: Figure) -> Written:
    """« 34,5 % (30 sur 87) », for a sentence; « – (0 sur 0) » when nobody is counted."""
    return said_rate(rate_cell(figure))


def said_rate(cell: Rate) -> Written:
    """A rate in a sentence; the end of a line does not cut it."""
    values = values_of(cell.value) or values_of(cell.counts)
    return Written(f"{cell.value} ({cell.counts})".replace(" ", NBSP), *values)


def ratio(n: int, total: int) -> Rate:
    """A rate counted elsewhere than in an indicator."""
    return Rate(rate(n, total), share_text(n, total))


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


def public_rate(figure: Figure) -> Rate:
    """The share of a public among the entrants: an en dash, never 0 %, when it is known of nobody."""
    if figure.N and figure.unknown == figure.N:
        return Rate(french.UNKNOWN, Written("0 connu", {"known": 0, "N": figure.N}))
    return rate_cell(figure)


def target_bar(figure: Figure, target: Decimal | None) -> TargetBar:
    """The bar of the share of a public, with the mark of its target."""
    shown = public_rate(figure)
    unknown = shown.value == french.UNKNOWN
    return TargetBar(
        figure.label,
        None if unknown else share(figure),
        shown.value,
        shown.counts,
        None if target is None else float(target) / 100,
        "" if target is None else target_text(target),
    )


def group_rows(groups: Sequence[Group], total: int) -> list[Row]:
    """The lines of a cut: name, number, share of ``total``; the unknown line last, in grey."""
    return [Row((g.label, count(g.counts[0]), ratio(g.counts[0], total)), _kind(g)) for g in groups]


def group_table(title: str, name: str, groups: Sequence[Group], note: str = "") -> Table:
    """A cut of a population by one fact: number and share of the whole."""
    total = sum(group.counts[0] for group in groups)
    return Table(
        [Column(name, align="left"), Column("Nombre", width=80), Column("Part", width=130)],
        group_rows(groups, total),
        total=("Ensemble", count(total), ratio(total, total)),
        title=title,
        note=note,
    )


def cross_table(made: Cross) -> Table:
    """A population cut by two facts, in numbers, with its totals."""
    columns = [Column(made.row_label, align="left")]
    columns += [Column(label, group=made.column_label) for label in made.columns]
    columns.append(Column("Ensemble"))
    rows = [Row(_cross_cells(group), _kind(group)) for group in made.rows]
    sums = [sum(group.counts[index] for group in made.rows) for index in range(len(made.columns))]
    total: list[Cell] = ["Ensemble", *(count(value) for value in sums), count(sum(sums))]
    title = f"{made.row_label} et {_lower(made.column_label)}"
    return Table(columns, rows, total=total, title=title, dense=True)


def sentence(text: str) -> str:
    """Ordinary typing with the spaces of French printing. Not for what people entered."""
    return typographic(text)


def people(n: int) -> Written:
    """« 3 personnes »."""
    return plural(n, "personne")


def _cross_cells(group: Group) -> list[Cell]:
    return [group.label, *(count(value) for value in group.counts), count(sum(group.counts))]


def _kind(group: Group) -> RowKind:
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
