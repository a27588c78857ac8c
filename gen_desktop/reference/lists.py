"""Dated code lists: what a stored code is called, whether it may still be chosen, what it counts as.

A list is a file ``resources/reference/<name>.csv``. A code is never deleted, it is closed (``valid_to``), so
that what was stored years ago can still be read. Nothing is read before the first question about a list.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType

from gen_desktop.errors import NotFound
from gen_desktop.paths import resource_path

_FIXED = ("code", "label", "position", "valid_from", "valid_to", "source", "aliases")
# Kept when texts are compared: « FRR » is not « FRR+ », « CDD < 6 mois » is not « CDD > 6 mois ».
_TELLING_SIGNS = frozenset("+<>≥≤?")


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a list. ``attributes`` are texts; ``aliases`` are other ways people write the label."""

    code: str
    label: str
    position: int
    valid_from: date | None
    valid_to: date | None
    source: str
    aliases: tuple[str, ...]
    attributes: Mapping[str, str]

    def valid_on(self, day: date) -> bool:
        """Whether the code may be chosen for a fact of that day (both ends included)."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )

    def __getitem__(self, attribute: str) -> str:
        """The value of an attribute column. Raises KeyError when the list has no such column."""
        return self.attributes[attribute]


class CodeList:
    """The codes of one list, in the order in which they are offered."""

    def __init__(self, name: str, codes: tuple[Code, ...]) -> None:
        self.name = name
        self.codes = codes
        self._by_code = {code.code: code for code in codes}
        self._by_text: dict[str, Code] = {}
        for code in codes:
            for text in (code.code, code.label, *code.aliases):
                self._by_text.setdefault(plain(text), code)

    def __iter__(self) -> Iterator[Code]:
        return iter(self.codes)

    def __len__(self) -> int:
        return len(self.codes)

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def __getitem__(self, code: str) -> Code:
        """The code, closed or not. Raises NotFound."""
        try:
            return self._by_code[code]
        except KeyError:
            raise NotFound(f"Le code «\u00a0{code}\u00a0» n’existe pas dans la liste {self.name}.") from None

    def find(self, text: str) -> Code | None:
        """The code that people mean by a text (code, label or alias; case, accents, spaces aside)."""
        return self._by_text.get(plain(text))


@cache
def code_list(name: str) -> CodeList:
    """The list of that name, read once. Raises NotFound."""
    return CodeList(name, tuple(_code(row) for row in read_rows(name)))


def label(name: str, code: str | None) -> str:
    """What people read for a stored code; « Non renseigné » for None. Raises NotFound for an unknown code."""
    return "Non renseigné" if code is None else code_list(name)[code].label


def choices(name: str, on: date | None = None) -> tuple[Code, ...]:
    """The codes that may be chosen for a fact of that day, in order; without a day, all of them."""
    return tuple(code for code in code_list(name) if on is None or code.valid_on(on))


@cache
def codes_where(name: str, **attributes: str) -> tuple[str, ...]:
    """The codes whose attributes have all these values: ``codes_where("outcome_situation", known="no")``.

    Closed codes are there too: they are still stored. Raises NotFound when the list has no such attribute.
    """
    codes = code_list(name).codes
    for attribute in attributes:
        if codes and attribute not in codes[0].attributes:
            raise NotFound(f"La liste {name} n’a pas de colonne «\u00a0{attribute}\u00a0».")
    return tuple(
        code.code for code in codes if all(code.attributes[key] == value for key, value in attributes.items())
    )


def plain(text: str) -> str:
    """The text as it is compared: no case, accents, spaces, punctuation, except telling signs."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe"))
    return "".join(char for char in decomposed if char.isalnum() or char in _TELLING_SIGNS)


def read_rows(name: str) -> list[dict[str, str]]:
    """The lines of a reference file by column title. Raises NotFound when there is no such file."""
    path = resource_path("reference", f"{name}.csv")
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file, delimiter=";"))
    except FileNotFoundError:
        raise NotFound(f"La liste de référence «\u00a0{name}\u00a0» n’existe pas.") from None


def read_day(text: str) -> date | None:
    """A validity date of a reference file; empty means without limit."""
    return date.fromisoformat(text) if text else None


def _code(row: dict[str, str]) -> Code:
    return Code(
        code=row["code"],
        label=row["label"],
        position=int(row["position"]),
        valid_from=read_day(row["valid_from"]),
        valid_to=read_day(row["valid_to"]),
        source=row["source"],
        aliases=tuple(row["aliases"].split("|")) if row["aliases"] else (),
        attributes=MappingProxyType({key: value for key, value in row.items() if key not in _FIXED}),
    )
