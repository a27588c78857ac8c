"""Web pages under the name of a spreadsheet: many sites export their lists so."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from gen_desktop.importing.grid import MAX_CELLS, TOO_BIG, Cell, Grid, clean_row, refuse

_REMARK = "ce fichier est une page web sous le nom d’un tableau\u00a0: seul son tableau est lu."
_NO_TABLE = "est une page web sans tableau\u00a0: enregistrez la liste au format .xlsx, .ods ou .csv."
_MOST_CHARACTERS = 8 * 1024 * 1024
_MOST_CELLS = 500_000
_WIDEST_CELL = 100
_CELL = re.compile("<t[dh]", re.IGNORECASE)
_SILENT = frozenset(("script", "style", "head"))


def read_web_table(text: str, file_name: str, is_list: Callable[[Grid], bool]) -> Grid:
    """The first table of a page that is a list, else the largest one. Raises InvalidInput without any."""
    from lxml import etree

    if len(text) > _MOST_CHARACTERS or len(_CELL.findall(text)) > _MOST_CELLS:
        raise refuse(file_name, TOO_BIG)
    tables = _Tables()
    parser = etree.HTMLParser(target=tables, encoding="utf-8", no_network=True)
    try:
        parser.feed(text.encode("utf-8", "replace"))
        parser.close()
    except etree.LxmlError:
        raise refuse(file_name, _NO_TABLE) from None
    except _TooManyError:
        raise refuse(file_name, TOO_BIG) from None
    grids = [Grid((), "", rows, remarks=(_REMARK,)) for rows in tables.found if any(map(any, rows))]
    if not grids:
        raise refuse(file_name, _NO_TABLE)
    return next(filter(is_list, grids), max(grids, key=lambda grid: sum(map(len, grid.rows))))


class _TooManyError(Exception):
    pass


class _Tables:
    """Hears the tags of a page; tables within tables are tables of their own."""

    def __init__(self) -> None:
        self.found: list[list[list[Cell]]] = []
        self._open: list[list[list[Cell]]] = []
        self._text: list[str] | None = None
        self._width, self._silent, self._cells = 1, 0, 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._silent += tag in _SILENT
        if tag == "table":
            self._end_cell()
            self._open.append([])
            self.found.append(self._open[-1])
        elif tag == "tr" and self._open:
            self._end_cell()
            self._open[-1].append([])
        elif tag in ("td", "th") and self._open:
            self._end_cell()
            self._text, self._width = [], _width(attributes.get("colspan", "1"))
        elif tag in ("br", "p", "div") and self._text:
            self._text.append("\n")

    def end(self, tag: str) -> None:
        self._silent -= tag in _SILENT
        if tag in ("td", "th", "tr", "table"):
            self._end_cell()
        if tag == "table" and self._open:
            self._open.pop()

    def data(self, data: str) -> None:
        if self._text is not None and not self._silent:
            self._text.append(data)

    def close(self) -> Any:
        self._end_cell()
        return None

    def _end_cell(self) -> None:
        if self._text is None or not self._open:
            return
        rows = self._open[-1]
        if not rows:
            rows.append([])
        rows[-1] += clean_row([_squeezed("".join(self._text))]) + [None] * (self._width - 1)
        self._cells += self._width
        self._text = None
        if self._cells > MAX_CELLS:
            raise _TooManyError


def _width(said: str) -> int:
    return min(max(int(said), 1), _WIDEST_CELL) if said.isdecimal() and len(said) < 4 else 1


def _squeezed(text: str) -> str:
    return "\n".join(" ".join(line.split()) for line in text.strip().split("\n"))
