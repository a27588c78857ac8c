"""Reads the published lists of rural zonings (ZRR, FRR) and priority neighbourhoods (QPV).

Told apart by what their cells say: titles change with each publication. Nothing is guessed: a file whose
communes or classes are not understood is refused with a sentence.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gen_desktop.dates import parse_typed_date
from gen_desktop.errors import InvalidInput
from gen_desktop.french import short_date
from gen_desktop.importing.grid import Cell, refuse
from gen_desktop.importing.headers import fold_title
from gen_desktop.importing.reading import RawTable, read_table
from gen_desktop.importing.sheets import list_sheets
from gen_desktop.importing.values import as_text
from gen_desktop.models.zoning import QPV, Neighborhood, OfficialPlaces
from gen_desktop.reference.communes import find_commune
from gen_desktop.reference.lists import plain

NOT_A_LIST = (
    "n’est pas une liste officielle reconnue\u00a0: il faut une colonne de codes INSEE de communes, avec "
    "leur classement ZRR ou FRR, ou avec des codes de QPV."
)
_CODE_TITLES = (
    *("codgeo", "code insee", "code_insee", "insee_com", "insee", "code commune", "code_commune", "codecom"),
    *("code insee commune", "code_insee_commune", "code geo", "com", "depcom", "code commune insee"),
)
_QUARTER_NAMES = ("lib_qp", "nom_qp", "label_qp", "nom", "nom du quartier", "libelle", "quartier")
_ENOUGH = 0.9
"""Part of the filled cells of a column that must be understood for it to be what it seems."""
_INSEE = re.compile(r"(?:\d{2}|2[AB])\d{3}")
_QUARTER = re.compile(r"Q[NP][0-9A-Z]{6}")
_ZRR = {"c": "C", "p": "PC", "pc": "PC", "nc": "NC"}
_FRR = {
    "frrsocle": "FRR",
    "socle": "FRR",
    "frr": "FRR",
    "frr+": "FRR+",
    "plus": "FRR+",
    "frrplus": "FRR+",
    "frrbeneficiaire": "FRR_B",
    "beneficiaire": "FRR_B",
    "frrbeneficiairepartiellement": "FRR_P",
    "beneficiairepartiel": "FRR_P",
    "classeefrrpartiellement": "FRR_P",
    "partiel": "FRR_P",
    "nonclassee": "FRR_NC",
    "nonclasse": "FRR_NC",
    "non": "FRR_NC",
}
_BEGINNINGS = {"ZRR": dt.date(2017, 7, 1), "FRR": dt.date(2024, 7, 1), QPV: dt.date(2024, 1, 1)}
"""ZRR: arrêté of 16 March 2017; FRR: law of 29 December 2023, art. 73; QPV: decree 2023-1314."""
_FRR_PLUS = dt.date(2025, 1, 1)
_ZRR_END = dt.date(2024, 6, 30)
_OLD_QPV = (dt.date(2015, 1, 1), dt.date(2023, 12, 31))
_ANY_DAY = dt.date(2000, 1, 1)
"""A year of four figures needs no today to be read."""
_DAY = re.compile(r"\d{1,2}(?:er)?\s+[a-zéû]+\s+\d{4}|\d{1,2}/\d{1,2}/\d{4}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ZoningFile:
    """What a published file says, to be looked at before it is kept.

    ``classes``: how many communes of each class (code of rural_zoning). ``unknown``: codes of communes that
    the program does not know. ``unread``: lines left out, whose commune or class was not understood.
    ``name``, ``valid_from``, ``valid_to``: what is proposed, for a person to correct.
    """

    file_name: str
    kind: str
    name: str
    valid_from: dt.date
    valid_to: dt.date | None
    places: OfficialPlaces
    classes: Mapping[str, int]
    unknown: tuple[str, ...]
    unread: tuple[int, ...]


def read_zoning_file(path: Path) -> ZoningFile:
    """Read a published list, on whichever sheet it stands. Raises InvalidInput that names the file."""
    sheets: tuple[str | None, ...] = list_sheets(path) or (None,)
    for sheet in sheets:
        try:
            table = read_table(path, sheet, _CODE_TITLES)
        except InvalidInput:
            if sheet is None:
                raise
            continue  # a sheet of explanations is no table
        found = _read(table)
        if found is not None:
            return found
    raise refuse(path.name, NOT_A_LIST)


def _read(table: RawTable) -> ZoningFile | None:
    communes = _column_of(table, _codes, titles=_CODE_TITLES)
    if communes is None:
        return None
    quarters = _column_of(table, _quarter)
    if quarters is not None:
        return _read_quarters(table, communes, quarters)
    for kind, reader in (("ZRR", _zrr), ("FRR", _frr)):
        column = _column_of(table, reader)
        if column is not None:
            return _read_classes(table, kind, communes, column, reader)
    return None


def _read_classes(
    table: RawTable, kind: str, communes: int, column: int, reader: Callable[[Cell], str]
) -> ZoningFile:
    classes: dict[str, str] = {}
    unread: list[int] = []
    for row in table.rows:
        codes, said = _codes(row.cells[communes]), reader(row.cells[column])
        if len(codes) == 1 and said and classes.get(codes[0], said) == said:
            classes[codes[0]] = said
        else:
            unread.append(row.number)
    counts = dict(Counter(classes.values()))
    begins = _FRR_PLUS if "FRR+" in counts else _BEGINNINGS[kind]
    return ZoningFile(
        file_name=table.file_name,
        kind=kind,
        name=_name(kind, table.titles, table.first_rows),
        valid_from=begins,
        valid_to=_ZRR_END if kind == "ZRR" else None,
        places=OfficialPlaces(classes),
        classes=counts,
        unknown=_unknown(classes),
        unread=tuple(unread),
    )


def _read_quarters(table: RawTable, communes: int, column: int) -> ZoningFile:
    names = _column_of(table, as_text, titles=_QUARTER_NAMES)
    found: dict[str, Neighborhood] = {}
    unread: list[int] = []
    for row in table.rows:
        code, codes = _quarter(row.cells[column]), _codes(row.cells[communes])
        if not code or not codes:
            unread.append(row.number)
            continue
        name = "" if names is None else " ".join(as_text(row.cells[names]).split())
        known = found.get(code, Neighborhood(code, name, ()))
        found[code] = Neighborhood(code, known.name, tuple(dict.fromkeys((*known.communes, *codes))))
    is_old = all(code.startswith("QP") for code in found)
    begins, ends = _OLD_QPV if is_old else (_BEGINNINGS[QPV], None)
    touched = {code for one in found.values() for code in one.communes}
    return ZoningFile(
        file_name=table.file_name,
        kind=QPV,
        name=_name(QPV, table.titles, table.first_rows, str(begins.year)),
        valid_from=begins,
        valid_to=ends,
        places=OfficialPlaces(neighborhoods=tuple(found[code] for code in sorted(found))),
        classes={},
        unknown=_unknown(touched),
        unread=tuple(unread),
    )


def _column_of(table: RawTable, reader: Callable[[Cell], object], titles: Sequence[str] = ()) -> int | None:
    """The first column that the reader understands; one of these titles before any other."""
    places: Sequence[int] = range(len(table.titles))
    if titles:
        ranks = {fold_title(title): rank for rank, title in enumerate(titles)}
        folded = [fold_title(title) for title in table.titles]
        named = [place for place in places if folded[place] in ranks]
        places = sorted(named, key=lambda place: ranks[folded[place]])
    return next((place for place in places if _is_read(table, place, reader)), None)


def _is_read(table: RawTable, place: int, reader: Callable[[Cell], object]) -> bool:
    cells = [row.cells[place] for row in table.rows if row.cells[place] is not None]
    return bool(cells) and sum(bool(reader(cell)) for cell in cells) >= _ENOUGH * len(cells)


def _codes(cell: Cell) -> tuple[str, ...]:
    """The INSEE codes of a cell; () when something else is there. A first zero that was lost is put back."""
    parts = re.split(r"[;,|\s]+", as_text(cell).strip(" ;,|"))
    codes = [part.upper().zfill(5) for part in parts if part]
    return tuple(codes) if codes and all(_INSEE.fullmatch(code) for code in codes) else ()


def _quarter(cell: Cell) -> str:
    text = as_text(cell).strip().upper()
    return text if _QUARTER.fullmatch(text) else ""


def _zrr(cell: Cell) -> str:
    return _ZRR.get(plain(as_text(cell).split("-")[0]), "")


def _frr(cell: Cell) -> str:
    return _FRR.get(plain(as_text(cell)), "")


def _unknown(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(code for code in codes if find_commune(code) is None))


def _name(kind: str, titles: Sequence[str], first_rows: Sequence[Sequence[Cell]], otherwise: str = "") -> str:
    """« FRR, liste du 10/07/2025 » when the file says its day."""
    texts = [*titles, *(as_text(cell) for row in first_rows for cell in row if isinstance(cell, str))]
    for match in (_DAY.search(text) for text in texts):
        if match is None:
            continue
        try:
            day = parse_typed_date(match[0], _ANY_DAY)
        except ValueError:
            continue
        if day is not None:
            return f"{kind}, liste du {short_date(day)}"
    return f"{kind} {otherwise}".strip()
