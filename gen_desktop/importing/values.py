"""Cells become values. A cleaner gives None for an empty cell and raises ValueError with a French sentence.

A cleaner never guesses: what can be read in two ways is refused, with the way to write it.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from gen_desktop import french
from gen_desktop.dates import parse_typed_date
from gen_desktop.importing.grid import NOT_CALCULATED, Cell
from gen_desktop.models.names import fold
from gen_desktop.reference.lists import CodeList, code_list, plain

Cleaner = Callable[[Cell], Any]

MAX_LINE = 200
MAX_NOTE = 10_000
MAX_NUMBER = 10**9
_SERIAL_DIGITS = 5
_EXCEL_EPOCH = date(1899, 12, 30)
_SERIALS = range(10_959, 58_440)  # 1930 to 2059: beyond, a bare number is no date anybody meant
_CALCULATION_ERROR = re.compile(
    r"#(?:N/?[AD]|REF!?|VALUE!|VALEUR!|DIV/0!|NAME\?|NOM\?|NUM!|NOMBRE!|NULL!|NUL!|ERREUR!?|SPILL!|CALC!|#+)",
    re.I,
)
_MIDNIGHT = re.compile(r"(?:T| )0{1,2}[:h]00(?::00(?:\.0+)?)?Z?$", re.I)
_UNKNOWN_WORDS = frozenset(
    (
        *("ne sait pas", "nsp", "inconnu", "inconnue", "non renseigne", "non renseignee", "nr"),
        *("non communique", "n/a", "n.a.", "a preciser", "a completer", "a verifier"),
    )
)
_YES = frozenset(("oui", "o", "yes", "y", "vrai", "true", "x", "1", "✓", "✔", "☑", "☒"))
_NO = frozenset(("non", "n", "no", "faux", "false", "0", "☐"))
_SEXES = {
    "F": ("f", "femme", "feminin", "femmes", "mme", "madame", "mlle", "mademoiselle", "2"),
    "M": ("m", "h", "homme", "masculin", "hommes", "m.", "mr", "monsieur", "1"),
    "X": ("x", "autre", "non binaire", "neutre", "indetermine"),
}
_SEX_BY_WORD = {word: code for code, words in _SEXES.items() for word in words}


def shown(value: Cell) -> str:
    """The cell as it is quoted in a message: short, on one line, in French form."""
    text = " ".join(as_text(value).split())
    return f"«\u00a0{text if len(text) <= 40 else text[:39] + '…'}\u00a0»"


def as_text(value: Cell) -> str:
    """Any cell as text: composed letters, no invisible signs, no spaces around; 58120.0 is « 58120 »."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime) and value.time() != time():
        return f"{french.short_date(value)} {value:%H:%M}"
    if isinstance(value, date):
        return french.short_date(value)
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02d}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value).replace(".", ",")
    text = str(value)
    if text.startswith("'") and has_text_mark(text):
        text = text[1:]
    if text.isascii() and text.isprintable():  # most cells of a large list
        return text.strip()
    text = unicodedata.normalize("NFC", text)
    kept = (
        char
        for char in text
        if char in "\n\t\r\u200d" or unicodedata.category(char) not in ("Cf", "Cc", "Cs")
    )
    return "".join(kept).strip() if not text.isprintable() else text.strip()


def has_text_mark(text: str) -> bool:
    """Whether figures begin with the apostrophe that makes text of them: « '0102030405 »."""
    return re.match(r"'\+?[0-9]", text) is not None


def checked_text(value: Cell) -> str:
    """``as_text``, refusing what a formula left when it failed."""
    text = as_text(value)
    if text == NOT_CALCULATED:
        raise ValueError(
            "cette formule n’a jamais été calculée\u00a0: ouvrez le classeur dans votre tableur, "
            "puis enregistrez-le."
        )
    if text.startswith("#") and _CALCULATION_ERROR.fullmatch(text):
        raise ValueError(f"{shown(text)} est une erreur de calcul du tableur.")
    return text


def _filled(value: Cell) -> str:
    """``checked_text``, where a dash or a question mark alone is an empty cell."""
    text = checked_text(value)
    return text if any(char.isalnum() for char in text) else ""


def line(value: Cell) -> str | None:
    """One line of text: spaces squeezed, 200 characters at most."""
    return _limited(" ".join(checked_text(value).split()), MAX_LINE)


def note(value: Cell) -> str | None:
    """Free text that may have several lines, 10,000 characters at most."""
    lines = checked_text(value).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return _limited("\n".join(part.rstrip() for part in lines).strip(), MAX_NOTE)


def _limited(text: str, longest: int) -> str | None:
    if len(text) > longest:
        raise ValueError(f"{shown(text)} est trop long ({french.number(longest)} caractères au plus).")
    return text or None


def day(value: Cell, today: date, *, birth: bool = False, numbered: bool = False) -> date | None:
    """A date: a date cell, a text as people type it (``parse_typed_date``), or a spreadsheet's day number.

    A bare number of five digits is a day counted from 1900 (an unformatted date cell); longer, it is what was
    typed without separators, its first zero lost (3052026). ``numbered``: a text of five digits is such a day
    too, in a list that left with dates and came back as texts.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, (bool, time, timedelta)):
        raise ValueError(f"{shown(value)} n’est pas une date.")
    if isinstance(value, (int, float)):
        return _day_from_number(value, today, birth)
    text = _filled(value)
    if numbered and len(text) == _SERIAL_DIGITS and text.isdecimal():
        return _day_from_number(int(text), today, birth)
    return parse_typed_date(_MIDNIGHT.sub("", text), today, birth=birth) if text else None


def _day_from_number(value: float, today: date, birth: bool) -> date:
    if math.isfinite(value) and int(value) in _SERIALS:
        return _EXCEL_EPOCH + timedelta(days=int(value))
    digits = as_text(value)
    if isinstance(value, float) or not 6 <= len(digits) <= 8 or value < 0:
        raise ValueError(f"{shown(value)} n’est pas une date (exemples\u00a0: 23/05/2026, 23 mai 2026).")
    return parse_typed_date(digits.zfill(8 if len(digits) == 7 else len(digits)), today, birth=birth)


def day_cleaner(today: date, *, birth: bool = False, numbered: bool = False) -> Cleaner:
    """``day`` for a column; ``today`` completes dates without a year or with a short one."""
    return partial(day, today=today, birth=birth, numbered=numbered)


def sex(value: Cell) -> str | None:
    """F, M or X from letters, words, civilities or the INSEE figures (1 man, 2 woman)."""
    text = _filled(value)
    if not text or fold(text) in _UNKNOWN_WORDS:
        return None
    found = _SEX_BY_WORD.get(fold(text))
    if found is None:
        raise ValueError(f"{shown(value)} n’est pas reconnu\u00a0: écrivez F, M ou X (ou Madame, Monsieur).")
    return found


def tristate(value: Cell) -> bool | None:
    """Yes, no, or None for unknown: an empty cell, « ne sait pas », « ? » are unknown, never no."""
    text = fold(checked_text(value))
    if text in _YES:
        return True
    if text in _NO:
        return False
    if not any(char.isalnum() for char in text) or text in _UNKNOWN_WORDS:
        return None
    raise ValueError(f"{shown(value)} n’est pas reconnu\u00a0: écrivez oui, non, ou rien si on ne sait pas.")


def decimal(value: Cell, *, minimum: int = 0) -> Decimal | None:
    """A number as people write it: « 1 234,5 », « 12 % », « 1 200 € ». Raises below ``minimum``."""
    if isinstance(value, (date, time, timedelta, bool)):
        raise ValueError(f"{shown(value)} n’est pas un nombre.")
    if isinstance(value, (int, float)):
        found = Decimal(str(value))
    else:
        text = _filled(value)
        if not text:
            return None
        found = Decimal(_plain_number(text))
    if not found.is_finite() or abs(found) > MAX_NUMBER:
        raise ValueError(f"{shown(value)} n’est pas un nombre vraisemblable.")
    if found < minimum:
        raise ValueError(f"{shown(value)} est trop petit\u00a0: {french.number(minimum)} au moins.")
    return found


def _plain_number(text: str) -> str:
    """« 1 234,50 € » as « 1234.50 »."""
    bare = re.sub(r"\s|(?:€|%|euros?|h|heures?)$", "", text.casefold().replace("\u2212", "-"))
    if "," in bare and "." in bare:  # the last sign is the decimal one, the other parts thousands
        thousands = "." if bare.rindex(",") > bare.rindex(".") else ","
        bare = bare.replace(thousands, "")
    bare = bare.replace(",", ".")
    if not re.fullmatch(r"[+-]?[0-9]{1,30}(?:\.[0-9]{1,30})?", bare):
        raise ValueError(f"{shown(text)} n’est pas un nombre.")
    return bare


def integer(value: Cell, *, minimum: int = 0) -> int | None:
    """A whole number; « 12,0 » is one, « 12,5 » is not."""
    found = decimal(value, minimum=minimum)
    if found is None:
        return None
    if found != int(found):
        raise ValueError(f"{shown(value)} n’est pas un nombre entier.")
    return int(found)


_HOURS = re.compile(r"([0-9]{1,2}) ?(?:h|heures?|:) ?([0-9]{1,2})?(?: ?min)?")
_MINUTES = re.compile(r"([0-9]{1,4}) ?(?:min\.?|minutes?|mn|'|’|′)?")


def minutes(value: Cell) -> int | None:
    """A duration of at most a day in minutes: 40, « 40 min », « 0h40 », « 1:05 », a time or duration cell."""
    if isinstance(value, time):
        return value.hour * 60 + value.minute
    if isinstance(value, timedelta):
        found: int | None = round(value.total_seconds() / 60)
    elif isinstance(value, int) and not isinstance(value, bool):
        found = value
    else:
        text = " ".join(_filled(value).casefold().split())
        if not text:
            return None
        found = _minutes_in(text)
    if found is None or not 0 <= found <= 24 * 60:
        raise ValueError(f"{shown(value)} n’est pas une durée\u00a0: écrivez 40, 40 min ou 0h40.")
    return found


def _minutes_in(text: str) -> int | None:
    if match := _HOURS.fullmatch(text):
        rest = int(match[2] or 0)
        return int(match[1]) * 60 + rest if rest < 60 else None
    match = _MINUTES.fullmatch(text)
    return int(match[1]) if match else None


@dataclass(frozen=True, slots=True)
class CodeCleaner:
    """A code of a reference list, by code, label or another way of writing it."""

    list_name: str

    def __call__(self, value: Cell) -> str | None:
        return _match(value, code_list(self.list_name))


def code_cleaner(list_name: str) -> CodeCleaner:
    """``CodeCleaner`` for a column."""
    return CodeCleaner(list_name)


def _match(value: Cell, codes: CodeList) -> str | None:
    text = checked_text(value)
    found = codes.find(text) if text else None
    if found is not None:
        return found.code
    _refuse_unless_unknown(value, [code.label for code in codes])
    return None


def match_code(value: Cell, choices: Mapping[str, Sequence[str]]) -> str | None:
    """A code of a small list given with it: code → label first, then other ways of writing it.

    Case, accents and punctuation do not count. Raises ValueError with the accepted labels.
    """
    wanted = plain(checked_text(value))
    for code, texts in choices.items():
        if wanted and wanted in map(plain, (code, *texts)):
            return code
    _refuse_unless_unknown(value, [texts[0] if texts else code for code, texts in choices.items()])
    return None


def _refuse_unless_unknown(value: Cell, labels: Sequence[str]) -> None:
    """Nothing when the cell says that it is not known; else the refusal."""
    text = _filled(value)
    if not text or fold(text) in _UNKNOWN_WORDS:
        return
    accepted = ", ".join(labels[:20]) + (", …" if len(labels) > 20 else "")
    raise ValueError(f"{shown(value)} n’est pas reconnu. Valeurs admises\u00a0: {accepted}.")
