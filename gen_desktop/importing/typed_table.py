"""A table whose cells are values: titles matched, cells cleaned, every refusal noted with its place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from gen_desktop import french
from gen_desktop.errors import InvalidInput
from gen_desktop.french import NBSP
from gen_desktop.importing.choices import Choices, titles_digest
from gen_desktop.importing.columns import ColumnMatch, TargetColumn, known_titles, match_columns
from gen_desktop.importing.compounds import PARTS, parts_of
from gen_desktop.importing.content import LOOKED_AT, fields_by_content
from gen_desktop.importing.grid import Cell, Grid
from gen_desktop.importing.headers import fold_title, title_text
from gen_desktop.importing.plan import REPAIR_REFUSED, HowRead, Level, Note
from gen_desktop.importing.reading import RawRow, RawTable, read_table
from gen_desktop.importing.repairs import (
    KINDS,
    LEFT_UNKNOWN,
    ColumnRepair,
    Count,
    Repair,
    find_repair,
    shown_value,
)
from gen_desktop.importing.sheets import list_sheets
from gen_desktop.importing.values import Cleaner, as_text, shown
from gen_desktop.jobs import Job
from gen_desktop.nir import NIR_REFUSED, nir_problem

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
    repairs: tuple[Repair, ...] = ()
    as_typed: dict[str, str] = field(default_factory=dict)
    """Field → what its cell says, where people left it unknown: it can be corrected in the record."""

    @property
    def has_errors(self) -> bool:
        """Whether an error was noted."""
        return any(note.level == Level.ERROR for note in self.notes)

    @property
    def is_refused(self) -> bool:
        """Whether the row is left out by itself."""
        return any(note.level == Level.REFUSED for note in self.notes)

    def get(self, name: str) -> Any:
        """The value of a field; None when the cell is empty or there is no such column."""
        return self.values.get(name)


class TypedTable:
    """A RawTable with the meaning of its columns.

    ``optional``: the fields that a row may do without, so that a cell nobody wants read counts as empty.
    """

    def __init__(
        self,
        table: RawTable,
        targets: Sequence[TargetColumn],
        choices: Choices | None = None,
        optional: Collection[str] = (),
        today: dt.date | None = None,
    ) -> None:
        self.table = table
        self.targets = {target.field: target for target in targets}
        self.remarks: tuple[Note, ...] = ()
        """What deserves to be said of the file as a whole."""
        self.choices = choices or Choices()
        self.optional = frozenset(optional)
        self._repairs: dict[Repair, Count] = {}
        self.mapping, self.remembered_on = self._said_of_titles()
        mapping = self.mapping
        self.match = _mapped(match_columns(table.titles, targets), table.titles, mapping)
        self.by_content = self._told_by_content(today) if today is not None else {}
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

    def how_read(self) -> HowRead:
        """How the file was understood, once its rows are read."""
        return HowRead(
            self.table.titles,
            self.table.title_row,
            self.table.first_rows,
            self.choices,
            self.mapping,
            self.remembered_on,
            tuple((self.table.titles[at], self.targets[name].title) for at, name in self.by_content.items()),
            tuple(self._column_repairs()),
        )

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
        self._repairs = {}
        columns = [
            (name, place, _remembering(name, self.targets[name].clean, self.has("sex")))
            for name, place in self.match.matched.items()
        ]
        for raw in job.each(self.table.rows, "Lecture des lignes…"):
            row = TypedRow(raw.number, {}, raw.cells)
            for name, place, read in columns:
                cell = raw.cells[place]
                if cell is None:
                    continue
                try:
                    value, kind = read(cell)
                except ValueError as error:
                    self._not_understood(row, name, cell, str(error))
                else:
                    if kind and not self._mended(row, (name, kind), cell, value):
                        continue
                    if value is not None:
                        self._take(row, name, value)
            yield row

    def note(self, row: TypedRow, name: str, text: str, level: Level = Level.ERROR, code: str = "") -> None:
        """Note something about a field of a row ('' for the whole row)."""
        place = self._place(name)
        column = self.table.titles[place] if place is not None else ""
        value = shown(row.cells[place]) if place is not None and row.cells[place] is not None else ""
        row.notes.append(Note(level, text, row.number, column, value, name, code))

    def note_at(self, row: TypedRow, place: int, text: str, level: Level = Level.ERROR) -> None:
        """Note something about a cell whose column is no field."""
        cell = row.cells[place]
        value = shown(cell) if cell is not None else ""
        row.notes.append(Note(level, text, row.number, self.table.titles[place], value))

    def _place(self, name: str) -> int | None:
        """The column that says a field, by itself or with others."""
        places = self.match.matched
        whole = next((one for one, parts in PARTS.items() if name in parts and one in places), "")
        return places.get(name, places.get(whole))

    def _take(self, row: TypedRow, name: str, value: Any) -> None:
        """What a cell says; a fact that has its own column is read there."""
        for part, said in parts_of(name, value):
            if part == name or not self.has(part):
                row.values[part] = said

    def _not_understood(self, row: TypedRow, name: str, cell: Cell, why: str) -> None:
        """A cell that its cleaner refuses: an error, or nothing known when people said so."""
        row.unreadable += (name,)
        if why == NIR_REFUSED:
            self._blank(row, name)  # told, and kept nowhere: neither in the report nor among the examples
            cell = None
        if name not in self.optional:
            self.note(row, name, why)
            return
        self._repairs.setdefault((name, LEFT_UNKNOWN), Count()).add(cell, "")
        if name in self.choices.left_unknown:
            self.note(row, name, f"{why} Laissé inconnu.", Level.WARNING, LEFT_UNKNOWN)
            if cell is not None:
                row.as_typed[name] = as_text(cell)
        else:
            self.note(row, name, why)

    def _blank(self, row: TypedRow, name: str) -> None:
        place = self.match.matched[name]
        row.cells = (*row.cells[:place], None, *row.cells[place + 1 :])

    def _mended(self, row: TypedRow, repair: Repair, cell: Cell, value: Any) -> bool:
        """Whether people want that repair; else the cell counts as not understood."""
        name, kind = repair
        self._repairs.setdefault(repair, Count()).add(cell, shown_value(name, value))
        if repair not in self.choices.refused:
            row.repairs += (repair,)
            return True
        row.unreadable += (name,)
        if name in self.optional:
            text = f"laissé inconnu, la réparation est refusée ({KINDS[kind]})."
            self.note(row, name, text, Level.NOTICE, REPAIR_REFUSED)
        else:
            # Lists of learners alone have optional fields, and leave a row out by itself.
            level = Level.REFUSED if self.optional else Level.ERROR
            self.note(row, name, f"la réparation est refusée ({KINDS[kind]}).", level, REPAIR_REFUSED)
        return False

    def _column_repairs(self) -> Iterator[ColumnRepair]:
        """In the order of the file."""
        by_place = sorted(self._repairs.items(), key=lambda item: self.match.matched[item[0][0]])
        for (name, kind), count in by_place:
            is_left = name in self.choices.left_unknown
            accepted = is_left if kind == LEFT_UNKNOWN else (name, kind) not in self.choices.refused
            yield ColumnRepair(name, self.title(name), kind, count.cells, tuple(count.examples), accepted)

    def _said_of_titles(self) -> tuple[Mapping[str, str], dt.date | None]:
        """What people say the titles are, now or the last time a list had these titles."""
        if self.choices.mapping is not None:
            return self.choices.mapping, None
        last = self.choices.remembered.get(titles_digest(self.table.titles))
        if last is None:
            return {}, None
        said = {title: last.choices.get(fold_title(title)) for title in self.table.titles}
        known = {
            title: name
            for title, name in said.items()
            if name is not None and (not name or name in self.targets)
        }
        return known, last.used_on

    def _told_by_content(self, today: dt.date) -> dict[int, str]:
        """The columns whose title is not known but whose cells are; they are matched."""
        not_known = frozenset(self.match.unknown)
        unknown = {
            place: title
            for place, title in enumerate(self.table.titles)
            if title in not_known and title not in self.mapping
        }
        cells = [row.cells for row in self.table.rows[:LOOKED_AT]]
        found = fields_by_content(unknown, cells, self.targets, self._taken(), today) if unknown else {}
        for place, name in found.items():
            self.match.matched[name] = place
        left = {self.table.titles[place] for place in found}
        if found:
            unknown_left = tuple(title for title in self.match.unknown if title not in left)
            self.match = replace(self.match, unknown=unknown_left)
        return found

    def _taken(self) -> set[str]:
        """The fields that have their column, or several, or that another way to say has."""
        taken = {*self.match.matched, *(one.target.field for one in self.match.ambiguous)}
        taken.update(
            part for name in PARTS if name in taken and name not in PARTS[name] for part in PARTS[name]
        )
        if taken & {"mobile", "second_phone"}:
            taken.add("phone")
        return taken | ({"civility"} if "sex" in taken else set())


def read_typed(
    path: Path,
    targets: Sequence[TargetColumn],
    choices: Choices,
    today: dt.date,
    skipped_sheets: Collection[str] = (),
    optional: Collection[str] = (),
) -> TypedTable:
    """Read the list of a file. Without a sheet chosen it is the first whose (folded) name is not skipped.

    Raises InvalidInput when the file holds no list.
    """
    titles = known_titles(targets)
    table = read_table(path, choices.sheet, titles, choices.title_row)
    if choices.sheet is None and fold_title(table.sheet) in skipped_sheets:
        others = [name for name in table.sheets if fold_title(name) not in skipped_sheets]
        if others:
            table = read_table(path, others[0], titles, choices.title_row)
    typed = TypedTable(table, targets, choices, optional, today)
    typed.remarks = tuple(_how_it_was_read(typed))
    if choices.sheet is None:
        typed.remarks += tuple(_lists_left_out(path, typed, targets))
    return typed


def _how_it_was_read(typed: TypedTable) -> Iterator[Note]:
    """What was mended in the whole file, or not read from the titles alone."""
    for remark in typed.table.remarks:
        yield Note(Level.WARNING, remark)
    if typed.remembered_on is not None:
        when = french.short_date(typed.remembered_on)
        yield Note(Level.NOTICE, f"les colonnes sont lues comme la dernière fois ({when}).")
    for place, name in typed.by_content.items():
        title, ours = typed.table.titles[place], typed.targets[name].title
        text = f"la colonne «{NBSP}{title}{NBSP}» est lue comme «{NBSP}{ours}{NBSP}» d’après son contenu."
        yield Note(Level.NOTICE, text, typed.table.title_row, field=name)


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


def _remembering(name: str, clean: Cleaner, has_sex: bool) -> Callable[[Cell], tuple[Any, str]]:
    """The value of a cell and the kind of repair that made it.

    Remembers what it said: lists repeat their words by the thousand.
    """
    memo: dict[tuple[type, Cell], tuple[Any, str]] = {}
    is_plain = name == "civility" and has_sex

    def remembered(cell: Cell) -> tuple[Any, str]:
        key = (type(cell), cell)
        if key not in memo:
            if len(memo) >= _MEMO_SIZE:
                memo.clear()
            value = clean(cell)
            if isinstance(value, str | tuple) and nir_problem(as_text(cell)):
                raise ValueError(NIR_REFUSED)
            memo[key] = value, "" if is_plain else find_repair(name, cell, value)
        return memo[key]

    return remembered
