"""What was typed in a search, as the words it may mean; and the words by which a fact is found."""

from __future__ import annotations

import re

from gen_desktop import french
from gen_desktop.models.names import fold

_EDGES = '"«»(),;:!?%*_'
_DAY = re.compile(r"(?<!\S)(\d{1,2})([-./ ])(\d{1,2})(?:\2(\d{0,4}))?(?!\S)")
_ISO_DAY = re.compile(r"(?<!\S)(\d{4})-(\d{1,2})-(\d{1,2})(?!\S)")
_SPACED_NUMBER = re.compile(r"(?<!\S)\+?\d[\d .\-/()]*(?!\S)")
_LONG_NUMBER = 6
"""From so many digits on, a number may be a telephone whose first 0 a spreadsheet ate."""
_CENTURIES = ("19", "20")
BIRTHS = {"F": "birth_f", "M": "birth_m"}
"""By sex, the kind of fact that a birth date is; « birth » when it is not known."""
_SEXES = {kind: sex for sex, kind in BIRTHS.items()}

Words = tuple[str, ...]


def words_of(text: str) -> Words:
    """The folded words of a text that hold a letter or a digit, without the punctuation around them."""
    bare = (word.strip(_EDGES) for word in fold(text).split())
    return tuple(word for word in bare if any(char.isalnum() for char in word))


def readings(text: str) -> tuple[Words, ...]:
    """The ways to read what was typed, the plain one first: as words, with a number or a date put together.

    « dupont 06 12 45 » may be three words and more, or a name and the beginning of a number. Empty without a
    letter or a digit.
    """
    found = [words_of(text), *(words_of(one) for one in (*_with_numbers(text), *_with_days(text)))]
    if 1 < len(found[0]) <= 3 and not any(char.isdigit() for char in text):
        found.append(("".join(found[0]),))  # « ben salah » for Bensalah
    return tuple(dict.fromkeys(words for words in found if words))


def dialled(phone: str) -> str:
    """A telephone as French people dial it, digits only: « 0612457803 »; a foreign one keeps its code."""
    digits = re.sub(r"\D", "", phone)
    if phone.strip().startswith("+") and digits.startswith("33"):
        return f"0{digits[2:].removeprefix('0')}"
    return f"0{digits[4:]}" if digits.startswith("0033") else digits


def fact_words(kind: str, value: str) -> Words:
    """The words by which that fact finds its record (kinds: those of ``fact_says``)."""
    if kind == "phone":
        return (dialled(value),)
    if kind == "contact" and "@" not in value:
        return (dialled(value.partition(" (")[0]), *words_of(value.partition(" (")[2]))
    if kind == "siret":
        return (re.sub(r"\s", "", value),)
    return words_of(value)


def fact_says(kind: str, value: str) -> str:
    """A fact as a hit says it: « tél. 06 12 45 78 03 ». A contact is « number (whose) »."""
    match kind:
        case "phone":
            return f"tél.{french.NBSP}{french.phone(value)}"
        case "contact":
            number, whose = value.partition(" (")[::2]
            return french.contact(number, whose.removesuffix(")") or None)
        case "france_travail":
            return f"France Travail {value}"
        case "birth" | "birth_f" | "birth_m":
            return f"{french.born(_SEXES.get(kind))} le {value}"
        case "birth_name":
            return f"nom de naissance {value}"
        case "relay":
            return f"contact relais{french.NBSP}: {value}"
        case "siret":
            return f"SIRET {value}"
    return value


def _with_numbers(text: str) -> list[str]:
    """The text with the parts of each number put together; also with the 0 that it may lack."""
    if not _SPACED_NUMBER.search(text):
        return []
    together = _SPACED_NUMBER.sub(lambda met: f"{dialled(met[0])} ", text)
    with_zero = _SPACED_NUMBER.sub(lambda met: f"{_zero_given_back(dialled(met[0]))} ", text)
    return [together, with_zero]


def _zero_given_back(digits: str) -> str:
    return f"0{digits}" if len(digits) >= _LONG_NUMBER and not digits.startswith("0") else digits


def _with_days(text: str) -> list[str]:
    """The text with a date, complete or begun, written as birth dates are kept: « 12/03/1998 »."""
    if found := _ISO_DAY.search(text):
        year, month, day = found.groups()
        return [_replaced(text, found, day, month, year)]
    found = _DAY.search(text)
    if found is None:
        return []
    day, month, year = found[1], found[3], found[4] or ""
    years = [year]
    if len(year) == len("98"):
        years += [f"{century}{year}" for century in _CENTURIES]
    return [_replaced(text, found, day, month, one) for one in years]


def _replaced(text: str, found: re.Match[str], day: str, month: str, year: str) -> str:
    # A month begun (« 12/1 ») may still become 10, 11 or 12: only a year after it says that it is whole.
    written = f"{day:0>2}/{month:0>2}/{year}" if year else f"{day:0>2}/{month}"
    return f"{text[: found.start()]} {written} {text[found.end() :]}"
