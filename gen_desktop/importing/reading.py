"""A file of any origin becomes a table: titles, and rows that remember their number in the spreadsheet."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from gen_desktop import french
from gen_desktop.importing.grid import MAX_FILE_BYTES, Cell, Grid, Merge, refuse
from gen_desktop.importing.headers import (
    Header,
    find_header,
    fold_title,
    is_total_line,
    most_known,
    title_text,
)
from gen_desktop.importing.margins import margins
from gen_desktop.importing.ole import SIGNATURE
from gen_desktop.importing.shapes import why_no_list
from gen_desktop.importing.text_tables import read_text_table
from gen_desktop.importing.workbooks import read_workbook

_FIRST_ROWS, _FIRST_COLUMNS = 30, 16
_TOLD_ROWS = 10
_OTHER_KINDS = {
    b"%PDF": "un document PDF",
    b"\x89PNG": "une image",
    b"\xff\xd8\xff": "une image",
    b"GIF8": "une image",
    b"{\\rtf": "un document de traitement de texte",
    b"MZ": "un programme",
    b"\x7fELF": "un programme",
    b"7z\xbc\xaf": "une archive",
    b"Rar!": "une archive",
    b"\x1f\x8b": "une archive",
    b"SQLite format 3": "une base de données",
}
_LETTERS = (b"MZ", b"GIF8", b"Rar!")


@dataclass(frozen=True, slots=True)
class RawRow:
    """``number`` is the row as the spreadsheet shows it (from 1); one cell per title."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class IgnoredRow:
    """A row that was left out, and the reason in French."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class RawTable:
    """What a file says, before any meaning. ``sheets`` and ``sheet`` are empty for text files.

    ``title_row`` is the number of the (last) line of titles. Columns without title and content are gone; one
    with content only is called « (colonne F) ». ``columns`` holds the place of each in the sheet, from 0.
    """

    file_name: str
    sheets: tuple[str, ...]
    sheet: str
    title_row: int
    titles: tuple[str, ...]
    columns: tuple[int, ...]
    rows: tuple[RawRow, ...]
    ignored: tuple[IgnoredRow, ...]
    first_rows: tuple[tuple[Cell, ...], ...] = ()
    """The top of the sheet as it stands, to see where the titles are."""
    remarks: tuple[str, ...] = ()
    """What was mended in the file as a whole, and what deserves a look."""

    def cell_name(self, row: RawRow, index: int) -> str:
        """The cell as the spreadsheet calls it: « F12 »."""
        return f"{column_letters(self.columns[index])}{row.number}"


def read_table(
    path: Path,
    sheet: str | None = None,
    known_titles: Collection[str] = (),
    title_row: int | None = None,
) -> RawTable:
    """Read a list from XLSX, XLS, ODS, CSV or tab-separated text, told apart by content, not by name.

    Lines above the titles, empty lines, totals and repeated titles are left out and listed. ``known_titles``
    (any writing) help to find the line of titles; ``title_row`` says it (from 1).
    Raises InvalidInput whose sentence names the file.
    """
    known = frozenset(map(fold_title, known_titles))
    grid = _read_grid(path, sheet, known)
    if not any(any(cell is not None for cell in row) for row in grid.rows):
        raise refuse(path.name, "ne contient rien.")
    if title_row is None:
        header = find_header(grid.rows, grid.merges, known)
        if wrong := why_no_list(grid.rows, header, known):
            raise refuse(path.name, wrong)
    else:
        header = _said_header(grid, title_row)
    if header is None:
        raise refuse(path.name, "n’est pas un tableau\u00a0: aucune ligne de titres n’y a été trouvée.")
    return _shape(path.name, grid, header)


def column_letters(index: int) -> str:
    """0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _read_grid(path: Path, sheet: str | None, known_titles: frozenset[str]) -> Grid:
    data = read_bytes(path)
    if _is_blank_file(data):
        raise refuse(path.name, "est vide.")
    for start, kind in _OTHER_KINDS.items():
        if data.startswith(start) and not _is_said_in_letters(data, start):
            raise refuse(
                path.name,
                f"est {kind}, pas un tableau\u00a0: enregistrez la liste au format .xlsx, .ods ou .csv.",
            )

    def is_list(grid: Grid) -> bool:
        return most_known(grid.rows, known_titles) is not None

    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", SIGNATURE)):
        return read_workbook(data, path.name, sheet, is_list)
    return read_text_table(data, path.name, sheet, is_list)


def _is_said_in_letters(data: bytes, start: bytes) -> bool:
    """A list may begin with « MZ » or « GIF8 »; these files hold zeros or other controls soon after."""
    return start in _LETTERS and not any(byte < 9 for byte in data[:200])


def _is_blank_file(data: bytes) -> bool:
    """True for no byte at all, or nothing but spaces and byte-order marks."""
    return not data.strip(b"\x00\xef\xbb\xbf\xff\xfe \t\r\n\xa0")


def read_bytes(path: Path) -> bytes:
    """What a file holds. Raises InvalidInput when it is too large, no file, or cannot be read."""
    try:
        if path.is_dir():
            raise refuse(path.name, "est un dossier, pas un fichier.")
        if path.exists() and not path.is_file():  # a pipe or a device would be waited for for ever
            raise refuse(path.name, "n’est pas un fichier ordinaire\u00a0: choisissez un tableau.")
        if path.stat().st_size > MAX_FILE_BYTES:
            raise refuse(
                path.name, "est trop volumineux pour une liste\u00a0: partagez-la en plusieurs fichiers."
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise refuse(path.name, "n’existe pas à cet endroit.") from None
    except PermissionError:
        raise refuse(
            path.name, "est ouvert ailleurs ou vous n’y avez pas accès\u00a0: fermez-le, puis recommencez."
        ) from None
    except OSError:
        raise refuse(path.name, "ne peut pas être lu\u00a0: le disque ou la clé ne répond pas.") from None


def _shape(file_name: str, grid: Grid, header: Header) -> RawTable:
    body = grid.rows[header.last + 1 :]
    _fill_merged_down(grid.rows, grid.merges, header.last + 1)
    columns, titles = _columns(header, body)
    repeated = tuple(title_text(cell) for cell in grid.rows[header.last])
    rows: list[RawRow] = []
    ignored = [
        IgnoredRow(index + 1, "au-dessus des titres")
        for index in range(header.first)
        if any(cell is not None for cell in grid.rows[index])
    ]
    empty: list[IgnoredRow] = []
    beside = margins(body, [at for at, row in enumerate(body) if _is_repeated(row, repeated)])
    for at, row in enumerate(body):
        number = header.last + 2 + at
        reason = _why_ignored(row, repeated) or beside.get(at, "")
        if reason == "ligne vide":
            empty.append(IgnoredRow(number, reason))  # told only when something follows
            continue
        ignored += empty
        empty = []
        if reason:
            ignored.append(IgnoredRow(number, reason))
        else:
            cells = tuple(row[column] if column < len(row) else None for column in columns)
            rows.append(RawRow(number, cells))
    if not rows:
        raise refuse(file_name, "ne contient aucune ligne sous ses titres.")
    return RawTable(
        file_name,
        grid.sheets,
        grid.sheet,
        header.last + 1,
        titles,
        columns,
        tuple(rows),
        tuple(ignored),
        tuple(tuple(row[:_FIRST_COLUMNS]) for row in grid.rows[:_FIRST_ROWS]),
        (*grid.remarks, *_told_of_hidden(rows, grid.hidden_rows)),
    )


def _told_of_hidden(rows: Sequence[RawRow], hidden: Collection[int]) -> Iterator[str]:
    """People who filter a list may not want what the spreadsheet does not show."""
    numbers = [row.number for row in rows if row.number - 1 in hidden]
    if numbers:
        count = french.plural(len(numbers), "ligne masquée", "lignes masquées")
        verb = french.form(len(numbers), "est lue", "sont lues")
        first = ", ".join(map(str, numbers[:_TOLD_ROWS])) + (", …" if len(numbers) > _TOLD_ROWS else "")
        yield f"{count} dans le tableur {verb} aussi ({first})."


def _said_header(grid: Grid, title_row: int) -> Header | None:
    """The line that people say holds the titles; None for a line without anything."""
    at = title_row - 1
    if not 0 <= at < len(grid.rows) or all(cell is None for cell in grid.rows[at]):
        return None
    return Header(at, at, tuple(title_text(cell) for cell in grid.rows[at]))


def _columns(header: Header, body: list[list[Cell]]) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Places and titles of the columns that have a title or something in them."""
    filled = {column for row in body for column, cell in enumerate(row) if cell is not None}
    named = {column for column, title in enumerate(header.titles) if title}
    places = tuple(sorted(filled | named))
    titles = tuple(
        header.titles[place] if place in named else f"(colonne {column_letters(place)})" for place in places
    )
    return places, titles


def _why_ignored(row: list[Cell], repeated: tuple[str, ...]) -> str:
    if all(cell is None for cell in row):
        return "ligne vide"
    if is_total_line(row):
        return "total"
    return "titres répétés" if _is_repeated(row, repeated) else ""


def _is_repeated(row: list[Cell], titles: tuple[str, ...]) -> bool:
    return len(row) == len(titles) and all(map(_is_title, row, titles))


def _is_title(cell: Cell, title: str) -> bool:
    return title_text(cell) == title


def _fill_merged_down(rows: list[list[Cell]], merges: list[Merge], first: int) -> None:
    """Cells merged downwards hold the same value on each of their lines, as people see it."""
    for (top, left), (bottom, right) in merges:
        if top < first or left != right or top >= len(rows) or left >= len(rows[top]):
            continue
        for row in rows[top + 1 : bottom + 1]:
            if left < len(row) and row[left] is None:
                row[left] = rows[top][left]
