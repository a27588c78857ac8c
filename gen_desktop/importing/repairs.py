"""What a cleaner had to mend in a cell to read it: named, counted, and refused by whoever knows better.

The cleaners never guess between two readings; these are the habits of spreadsheets that have one reading,
which a person may still not want.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from gen_desktop import french
from gen_desktop.importing.compounds import PARTS
from gen_desktop.importing.grid import Cell
from gen_desktop.importing.values import as_text, has_text_mark
from gen_desktop.reference.lists import label

EXAMPLES = 3
LEFT_UNKNOWN = "left_unknown"
"""Not a repair by itself: cells that nobody understands count as empty, when people say so."""
KINDS: Mapping[str, str] = {
    "zero": "zéro de tête rendu",
    "prefix": "indicatif reconnu sans son signe +",
    "overseas": "indicatif d’outre-mer ajouté",
    "case": "majuscules et minuscules remises",
    "civility": "civilité ôtée du nom",
    "split": "nom et prénom séparés",
    "apart": "informations d’une même cellule séparées",
    "sex": "sexe déduit de la civilité",
    "serial": "numéro de jour du tableur lu comme une date",
    "digits": "date écrite sans séparateurs",
    "century": "année sur deux chiffres complétée",
    "year": "année absente complétée",
    "time": "heure ôtée de la date",
    "address": "adresse dégagée de ce qui l’entoure",
    "shape": "espaces et signes ôtés",
    "mark": "apostrophe de texte ôtée",
    "signs": "signes invisibles ôtés, accents recomposés",
    LEFT_UNKNOWN: "cellules non comprises, laissées inconnues",
}
"""Kind of repair → its French words."""
_SERIALS = range(10_959, 58_440)  # as in values.py
_PHONES = ("phone", "mobile", "second_phone")

Repair = tuple[str, str]
"""Field and kind."""


@dataclass(slots=True)
class Count:
    """How often a repair was made in a column, with a few (before, after)."""

    cells: int = 0
    examples: list[tuple[str, str]] = field(default_factory=list)

    def add(self, cell: Cell, after: str) -> None:
        """One more."""
        self.cells += 1
        if len(self.examples) < EXAMPLES and (example := (as_text(cell), after)) not in self.examples:
            self.examples.append(example)


@dataclass(frozen=True, slots=True)
class ColumnRepair:
    """A kind of repair in a column of the file. ``accepted``: whether it is made."""

    field: str
    title: str
    kind: str
    cells: int
    examples: tuple[tuple[str, str], ...]
    accepted: bool


def find_repair(name: str, cell: Cell, value: Any) -> str:
    """The kind of repair that made this value of this cell; '' for a cell that says it as it is."""
    if value is None or cell == value:
        return ""
    if isinstance(value, dt.date):
        return _of_date(cell)
    if name in PARTS and isinstance(value, tuple):
        return "apart" if sum(part is not None for part in value) > 1 else ""
    special = _BY_FIELD.get(name)
    if special is not None and (found := special(as_text(cell), value)):
        return found
    if isinstance(cell, str) and has_text_mark(cell):
        return "mark"
    return "signs" if isinstance(cell, str) and _has_odd_signs(cell) else ""


def shown_value(name: str, value: Any) -> str:
    """What was read, as the preview shows it."""
    if isinstance(value, tuple):
        said = zip(PARTS.get(name, (name,) * len(value)), value, strict=True)
        return " / ".join(shown_value(part, one) for part, one in said if one is not None)
    if isinstance(value, dt.date):
        return french.short_date(value)
    if name in _PHONES:
        return french.phone(value)
    return label("sex", value) if name in ("sex", "civility") else str(value)


def _of_date(cell: Cell) -> str:
    if isinstance(cell, dt.datetime):
        return "time"
    if isinstance(cell, dt.date):
        return ""
    if isinstance(cell, int | float):
        return "serial" if int(cell) in _SERIALS else "digits"
    text = as_text(cell)
    groups = re.findall(r"\d+", text)
    if len(groups) == 1 and len(groups[0]) > 4:
        return "digits"
    if any(len(group) >= 4 for group in groups):
        return "time" if ":" in text else ""
    is_numeric = re.search(r"\d\s*[/.\-]\s*\d", text) is not None
    has_year = len(groups) >= (3 if is_numeric else 2)
    return "century" if has_year else "year"


def _of_phone(text: str, value: str) -> str:
    digits = re.sub(r"\D", "", text)
    if text.startswith(("+", "00")) or "(0)" in text:
        return ""
    if value.startswith("+33"):
        national = value[3:]
        if digits == national:
            return "zero"
        return "prefix" if digits == f"33{national}" else ""
    return "prefix" if digits == value[1:] else "overseas"


def _of_zeros(text: str, value: str) -> str:
    return "zero" if value == f"0{re.sub(r'^F-', '', text).replace(' ', '')}" else ""


def _of_name(text: str, value: str) -> str:
    said = " ".join(text.split())
    if said == value:
        return ""
    return "case" if len(said) == len(value) else "civility"


def _of_whole_name(_text: str, value: Any) -> str:
    return "split" if isinstance(value, tuple) else ""


def _of_email(text: str, value: str) -> str:
    return "" if text.lower() == value else "address"


def _of_identifier(text: str, value: str) -> str:
    return "" if text.upper() == value else "shape"


def _of_civility(_text: str, _value: str) -> str:
    return "sex"


def _has_odd_signs(cell: str) -> bool:
    """Whether letters are taken apart, or something is there that nobody sees."""
    if cell.isascii() and cell.isprintable():
        return False
    return not unicodedata.is_normalized("NFC", cell) or any(
        unicodedata.category(char) in ("Cf", "Cc") and char not in "\n\t\r\u200d" for char in cell
    )


_BY_FIELD: dict[str, Callable[[str, Any], str]] = {
    **dict.fromkeys(_PHONES, _of_phone),
    **dict.fromkeys(("postal_code", "insee_code"), _of_zeros),
    **dict.fromkeys(("last_name", "first_name", "birth_name"), _of_name),
    **dict.fromkeys(("full_name", "last_first", "first_last"), _of_whole_name),
    "email": _of_email,
    "france_travail_id": _of_identifier,
    "civility": _of_civility,
}
