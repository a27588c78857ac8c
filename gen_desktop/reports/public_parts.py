"""Entrants cut by facts for everybody to read: parts of a few people are put together, once for a document.

All that is told of a fact rests on the same parts: its table, the publics that are some of them, the tables
that cross it with another one, the abandonments in each. So no two of them can be subtracted.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from gen_desktop.french import join_names
from gen_desktop.models.disclosure import SmallNumbers
from gen_desktop.queries.breakdowns import UNKNOWN_LABEL, Cross, Group

Line = tuple[str, int]
"""Who they are, and how many."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The entrants by one fact. ``keys``: of each group, None for those of whom it is not known."""

    label: str
    keys: tuple[str | None, ...]
    names: tuple[str, ...]
    counts: tuple[int, ...]
    groups: tuple[tuple[int, ...], ...]

    def told(self, keys: Collection[str | None]) -> int | None:
        """How many have one of these keys; None where they are put together with others."""
        wanted = {index for index, key in enumerate(self.keys) if key in keys}
        if not all(wanted.issuperset(group) or wanted.isdisjoint(group) for group in self.groups):
            return None
        return sum(self.counts[index] for index in wanted)

    def lines(self) -> tuple[Line, ...]:
        """The parts told; none where they are all put together."""
        made = [(self.name(group), self._sum(group)) for group in self.groups]
        return tuple((name, n) for name, n in made if n) if len(self.groups) > 1 else ()

    def name(self, group: Sequence[int]) -> str:
        """The names of a group of parts; those that hold nobody are not named."""
        held = [index for index in group if self.counts[index]] or group
        first, *others = [self.names[index] for index in held]
        return join_names([first, *(one.lower() if one == UNKNOWN_LABEL else one for one in others)])

    def _sum(self, group: Sequence[int]) -> int:
        return sum(self.counts[index] for index in group)


@dataclass(frozen=True, slots=True)
class PublicCross:
    """The entrants cut twice. Each row is followed by its counts, one for each column."""

    label: str
    row_label: str
    column_label: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class PublicExits:
    """A part of the entrants and who gave up among them; None is withheld."""

    label: str
    entered: int
    abandoned: int | None


def parts_of(label: str, groups: Sequence[Group], rule: SmallNumbers, measure: int = 0) -> Parts:
    """The parts of a cut. ``measure``: which of the counts of its groups is that of the entrants."""
    counts = tuple(group.counts[measure] for group in groups)
    keys, names = tuple(group.key for group in groups), tuple(group.label for group in groups)
    return Parts(label, keys, names, counts, rule.merged(counts, rule.count))


def rows_of(cross: Cross, rule: SmallNumbers) -> Parts:
    """The parts of the fact that the rows of a cross tell apart."""
    sums = [Group(row.key, row.label, (sum(row.counts),)) for row in cross.rows]
    return parts_of(cross.row_label, sums, rule)


def columns_of(cross: Cross, rule: SmallNumbers) -> Parts:
    """The parts of the fact that the columns of a cross tell apart."""
    sums = [sum(row.counts[index] for row in cross.rows) for index in range(len(cross.columns))]
    named = zip(cross.column_keys, cross.columns, sums, strict=True)
    return parts_of(cross.column_label, [Group(key, name, (n,)) for key, name, n in named], rule)


def crossed(cross: Cross, rows: Parts, columns: Parts, rule: SmallNumbers) -> PublicCross | None:
    """The cross, where none of its cells is a few people; else with wider rows, then columns too; else None.

    Wider parts are made of those that are told: they settle nothing between them.
    """
    wide_rows, wide_columns = _wide(rows, rule), _wide(columns, rule)
    tried = ((_held(rows), _held(columns)), (wide_rows, _held(columns)), (wide_rows, wide_columns))
    for lines, heads in tried:
        cells = [
            tuple(sum(cross.rows[row].counts[column] for row in line for column in head) for head in heads)
            for line in lines
        ]
        is_small = any(rule.reveals(n) for row in cells for n in row)
        if not is_small and len(lines) > 1 and len(heads) > 1:
            return PublicCross(
                label_of(cross),
                cross.row_label,
                cross.column_label,
                tuple(columns.name(head) for head in heads),
                tuple((rows.name(line), counts) for line, counts in zip(lines, cells, strict=True)),
            )
    return None


def label_of(cross: Cross) -> str:
    """« Sexe × âge à l’entrée »."""
    return f"{cross.row_label} × {cross.column_label[0].lower()}{cross.column_label[1:]}"


def exits_by(parts: Parts, groups: Sequence[Group], rule: SmallNumbers) -> tuple[PublicExits, ...]:
    """Who gave up, part by part of at least as many people as a rate needs. ``groups``: left, entered.

    The abandonments of all of them are told; where they cannot be told apart, there is none.
    """
    left = {group.key: group.counts[0] for group in groups}
    wide = _wide(parts, rule)
    chains = [
        (sum(parts.counts[index] for index in group), sum(left.get(parts.keys[index], 0) for index in group))
        for group in wide
    ]
    if len(wide) < 2:
        return ()
    hidden = rule.withheld(chains, 1)
    return tuple(
        PublicExits(parts.name(group), entered, None if position in hidden else abandoned)
        for position, (group, (entered, abandoned)) in enumerate(zip(wide, chains, strict=True))
    )


def _wide(parts: Parts, rule: SmallNumbers) -> list[tuple[int, ...]]:
    """The groups that hold somebody, put together further: each is as many people as a rate needs."""
    held = _held(parts)
    sizes = [sum(parts.counts[index] for index in group) for group in held]
    return [
        tuple(sorted(index for position in positions for index in held[position]))
        for positions in rule.merged(sizes, rule.base)
    ]


def _held(parts: Parts) -> list[tuple[int, ...]]:
    """The groups that hold somebody."""
    return [group for group in parts.groups if any(parts.counts[index] for index in group)]
