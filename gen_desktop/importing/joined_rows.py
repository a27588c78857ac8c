"""Somebody on two lines of a list for the same cohort: what becomes of the second line, and what is said."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from gen_desktop import french
from gen_desktop.french import NBSP
from gen_desktop.importing.joining import Said, join
from gen_desktop.importing.typed_table import TypedRow, TypedTable


@dataclass(frozen=True, slots=True)
class Joining:
    """Row ``second`` against row ``first``: titles of the columns that contradict, or that are completed."""

    first: int
    second: int
    contradicted: tuple[str, ...]
    completed: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """Why the second line is refused."""
        return (
            f"contredit la ligne {self.first} pour la même personne dans la même cohorte "
            f"({french.join_names(self.contradicted)}){NBSP}: gardez une seule des deux lignes."
        )

    @property
    def details(self) -> tuple[str, ...]:
        """What the preview says of the second line."""
        same = f"même personne qu’à la ligne {self.first}"
        if not self.completed:
            return (same, "ne dit rien de plus")
        return same, f"complète la ligne {self.first}{NBSP}: {french.join_names(self.completed)}"


def join_rows(
    table: TypedTable, first: TypedRow, second: TypedRow, block_places: Collection[int] = ()
) -> Joining:
    """Complete the first row by the second one; nothing changes when they contradict.

    ``block_places``: the columns that are no field and are read all the same. What the others say (the number
    of a line, a remark of nobody's) contradicts nothing.
    """
    joined = join(_said(first, block_places), _said(second, block_places))
    if not joined.conflicts and not second.has_errors:
        cells = list(first.cells)
        for name, value in joined.added.items():
            if isinstance(name, int):
                cells[name] = value
            else:
                first.values[str(name)] = value
        first.cells = tuple(cells)
        first.unreadable = tuple(name for name in first.unreadable if name not in joined.added)
    contradicted, completed_by = (
        tuple(dict.fromkeys(_title(table, one) for one in some)) for some in (joined.conflicts, joined.added)
    )
    return Joining(first.number, second.number, contradicted, completed_by)


def completed(joinings: Mapping[int, Joining]) -> dict[int, tuple[str, ...]]:
    """What the preview says of the lines that others completed, by their number."""
    found: dict[int, tuple[str, ...]] = {}
    for one in joinings.values():
        if one.completed:
            text = f"complétée par la ligne {one.second}{NBSP}: {french.join_names(one.completed)}"
            found[one.first] = (*found.get(one.first, ()), text)
    return found


def _said(row: TypedRow, block_places: Collection[int]) -> Said:
    """The fields of a row, and the results of blocks beside them."""
    said: dict[Hashable, Any] = {}
    said.update(row.values)
    beside = ((place, row.cells[place]) for place in block_places)
    said.update((place, cell) for place, cell in beside if cell is not None)
    return said


def _title(table: TypedTable, name: Hashable) -> str:
    return table.table.titles[name] if isinstance(name, int) else table.title(str(name))
