"""A table whose cells are values: titles matched, cells cleaned, every refusal noted with its place."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gen_desktop import french
from gen_desktop.errors import InvalidInput
from gen_desktop.french import NBSP
from gen_desktop.importing.columns import ColumnMatch, TargetColumn, known_titles, match_columns
from gen_desktop.importing.grid import Cell, Grid
from gen_desktop.importing.headers import fold_title, title_text
from gen_desktop.importing.plan import Level, Note
from gen_desktop.importing.reading import RawRow, RawTable, read_table
from gen_desktop.importing.sheets import list_sheets
from gen_desktop.importing.values import Cleaner, shown
from gen_desktop.jobs import Job

_MEMO_SIZE = 20_000
_SHARED_TITLES = 2


@dataclass(slots=True)
class TypedRow:
    """``values``: field → value, for the cells that hold one. ``notes`` grows while the row is checked.

    ``unreadable``: the fields whose cell was refused, so that nothing is concluded from their absence.
    """

    number: int
    values: dict[str, Any]
    cells: tuple[Cell, ...]
    notes: list[Note] = field(default_factory=list)
    unreadable: tuple[str, ...] = ()

    @property
    def has_errors(self) -> bool:
        """Whether an error was noted."""
        return any(note.level == Level.ERROR for note in self.notes)

    def get(self, name: str) -> Any:
        """The value of a field; None when the cell is empty or there is no such column."""
        return self.values.get(name)


class TypedTable:
    """A RawTable with the meaning of its columns."""

    def __init__(self, table: RawTable, targets: Sequence[TargetColumn], mapping: Mapping[str, str]) -> None:
        self.table = table
        self.targets = {target.field: target for target in targets}
        self.remarks: tuple[Note, ...] = ()
        """What deserves to be said of the file as a whole."""
        self.match = _mapped(match_columns(table.titles, targets), table.titles, mapping)
        claimed = set(self.match.matched.values())
        unknown = {title for title in self.match.unknown if mapping.get(title) != ""}
        self.unknown_places = {
            place: title
            for place, title in enumerate(table.titles)
            if place not in claimed and title in unknown
        }

    @property
    def file_name(self) -> str:
        """The name of the file, for messages."""
        return self.table.file_name

    def has(self, name: str) -> bool:
        """Whether the list has a column for that field."""
        return name in self.match.matched

    def title(self, name: str) -> str:
        """The title of a field as the file writes it, ours when it has no such column."""
        place = self.match.matched.get(name)
        if place is not None:
            return self.table.titles[place]
        return self.targets[name].title if name in self.targets else ""

    def matched_titles(self) -> tuple[tuple[str, str], ...]:
        """Title in the file, title of ours, in the order of the file."""
        pairs = sorted((place, name) for name, place in self.match.matched.items())
        return tuple((self.table.titles[place], self.targets[name].title) for place, name in pairs)

    def problems(self) -> list[Note]:
        """What is wrong with the titles themselves."""
        return [
            Note(
                Level.ERROR,
                f"plusieurs colonnes disent «{NBSP}{one.target.title}{NBSP}» ({', '.join(one.titles)})"
                f"{NBSP}: n’en gardez qu’une.",
                self.table.title_row,
                field=one.target.field,
            )
            for one in self.match.ambiguous
        ]

    def rows(self, job: Job) -> Iterator[TypedRow]:
        """The rows with their cleaned values; what a cleaner refuses is noted on the row."""
        columns = [
            (name, place, _remembering(self.targets[name].clean))
            for name, place in self.match.matched.items()
        ]
        for raw in job.each(self.table.rows, "Lecture des lignes…"):
            row = TypedRow(raw.number, {}, raw.cells)
            for name, place, clean in columns:
                cell = raw.cells[place]
                if cell is None:
                    continue
                try:
                    value = clean(cell)
                except ValueError as error:
                    self.note(row, name, str(error))
                    row.unreadable += (name,)
                else:
                    if value is not None:
                        row.values[name] = value
            yield row

    def note(self, row: TypedRow, name: str, text: str, level: Level = Level.ERROR) -> None:
        """Note something about a field of a row ('' for the whole row)."""
        place = self.match.matched.get(name)
        column = self.title(name) if place is not None else ""
        value = shown(row.cells[place]) if place is not None and row.cells[place] is not None else ""
        row.notes.append(Note(level, text, row.number, column, value, name))

    def note_at(self, row: TypedRow, place: int, text: str, level: Level = Level.ERROR) -> None:
        """Note something about a cell whose column is no field."""
        cell = row.cells[place]
        value = shown(cell) if cell is not None else ""
        row.notes.append(Note(level, text, row.number, self.table.titles[place], value))


def read_typed(
    path: Path,
    targets: Sequence[TargetColumn],
    sheet: str | None,
    mapping: Mapping[str, str] | None,
    skipped_sheets: Collection[str] = (),
) -> TypedTable:
    """Read the list of a file. Without ``sheet`` it is the first whose (folded) name is not to be skipped.

    ``mapping``: title in the file → field, for titles that people matched by hand; '' leaves a column out.
    Raises InvalidInput when the file holds no list.
    """
    titles = known_titles(targets)
    table = read_table(path, sheet, titles)
    if sheet is None and fold_title(table.sheet) in skipped_sheets:
        others = [name for name in table.sheets if fold_title(name) not in skipped_sheets]
        if others:
            table = read_table(path, others[0], titles)
    typed = TypedTable(table, targets, mapping or {})
    if sheet is None:
        typed.remarks = tuple(_lists_left_out(path, typed, targets))
    return typed


def _lists_left_out(path: Path, read: TypedTable, targets: Sequence[TargetColumn]) -> Iterator[Note]:
    """One notice for each other visible sheet whose titles are those of the list."""
    for name in list_sheets(path):
        if name == read.table.sheet:
            continue
        try:
            other = read_table(path, name, known_titles(targets))
        except InvalidInput:
            continue  # no list at all, or one that cannot be read
        shared = set(match_columns(other.titles, targets).matched) & set(read.match.matched)
        if len(shared) >= max(_SHARED_TITLES, len(read.match.matched) / 2):
            count = french.plural(len(other.rows), "ligne")
            text = (
                f"la feuille «{NBSP}{name}{NBSP}» contient aussi une liste et n’est pas lue ({count}){NBSP}: "
                "mettez tout dans une feuille, ou importez-la à part."
            )
            yield Note(Level.NOTICE, text)


def table_of_pairs(file_name: str, grid: Grid) -> RawTable:
    """Lines « title, value » as a table of one row."""
    pairs = [(row[0], row[1] if len(row) > 1 else None) for row in grid.rows if row and row[0] is not None]
    return RawTable(
        file_name,
        grid.sheets,
        grid.sheet,
        1,
        tuple(title_text(title) for title, _ in pairs),
        tuple(range(len(pairs))),
        (RawRow(1, tuple(value for _, value in pairs)),),
        (),
    )


def _mapped(match: ColumnMatch, titles: Sequence[str], mapping: Mapping[str, str]) -> ColumnMatch:
    """The match as people corrected it; a title that means nothing any more is listed as unknown."""
    if not mapping:
        return match
    matched = {name: place for name, place in match.matched.items() if titles[place] not in mapping}
    for one in match.ambiguous:
        left = [title for title in one.titles if title not in mapping]
        if len(left) == 1:
            matched[one.target.field] = titles.index(left[0])
    for title, name in mapping.items():
        if name and title in titles:
            matched[name] = titles.index(title)
    ambiguous = tuple(one for one in match.ambiguous if one.target.field not in matched)
    named = set(matched.values()) | {titles.index(title) for one in ambiguous for title in one.titles}
    unknown = tuple(title for place, title in enumerate(titles) if title and place not in named)
    return ColumnMatch(matched, unknown, match.missing, ambiguous)


def _remembering(clean: Cleaner) -> Cleaner:
    """The same cleaner, which remembers what it said: lists repeat their words by the thousand."""
    memo: dict[tuple[type, Cell], Any] = {}

    def remembered(cell: Cell) -> Any:
        key = (type(cell), cell)
        if key not in memo:
            if len(memo) >= _MEMO_SIZE:
                memo.clear()
            memo[key] = clean(cell)
        return memo[key]

    return remembered
