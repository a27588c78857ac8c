"""Cells about persons and organisations: names, telephones, addresses, registration numbers.

The same promises as in values.py: None for an empty cell, ValueError with a French sentence, no guessing.
"""

from __future__ import annotations

import re
from typing import Any

from gen_desktop.importing.grid import Cell
from gen_desktop.importing.values import checked_text, line, shown
from gen_desktop.models.names import fold

_CIVILITY = re.compile(r"(?:m\.|mr\.?|mme\.?|mlle\.?|monsieur|madame|mademoiselle)\s+", re.IGNORECASE)
_PARTICLES = frozenset(
    ("de", "du", "des", "d", "la", "le", "les", "el", "al", "ben", "van", "von", "der", "di", "da")
)
_LOWER_PARTICLES = frozenset(("de", "du", "des", "d"))
_OVERSEAS = {
    "RE": ("0262", "0263", "0692", "0693"),
    "YT": ("0269", "0639"),
    "GP": ("0590", "0690", "0691"),
    "MQ": ("0596", "0696", "0697"),
    "GF": ("0594", "0694"),
    "PM": ("0508",),
}
"""Territory → how its numbers begin; the other ten-digit numbers are of the mainland."""
_OVERSEAS_STARTS = tuple(start for starts in _OVERSEAS.values() for start in starts)
_EMAIL = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")


def person_name(value: Cell) -> str | None:
    """A last or first name, its civility dropped. All capitals or all small letters become « Le Goff ».

    Accents that capitals lost are not invented. A mixed writing is kept as it is. Digits are no fault: lists
    made anonymous say « Apprenant 12 ».
    """
    text = line(value)
    if text is None:
        return None
    text = _CIVILITY.sub("", text, count=1) if _CIVILITY.match(text) else text
    if re.search(r"[@_/\\<>]", text) or not any(char.isalpha() for char in text):
        raise ValueError(f"{shown(value)} n’est pas un nom.")
    return _capitalized(text) if text in (text.upper(), text.lower()) else text


def _capitalized(text: str) -> str:
    parts = re.split(r"([\s'’\-]+)", text.lower())
    return "".join(
        part if part in _LOWER_PARTICLES and index + 1 < len(parts) else part[:1].upper() + part[1:]
        for index, part in enumerate(parts)
    )


def split_name(value: Cell, *, last_first: bool | None = None) -> tuple[str, str] | None:
    """(last name, first name) from one cell: « DUPRÉ Zoé », « Zoé DUPRÉ », « Dupré, Zoé », « de LA TOUR Al ».

    Capitals or a comma say which is which. Without them two words are told apart by ``last_first`` (what the
    title of the column says); anything else raises ValueError.
    """
    text = line(value)
    if text is None:
        return None
    bare = _CIVILITY.sub("", text, count=1) if _CIVILITY.match(text) else text
    if bare.count(",") == 1:
        last, first = (part.strip() for part in bare.split(","))
    else:
        words = bare.split()
        cut = _cut_by_capitals(words) or _cut_by_order(words, last_first)
        if cut is None:
            last, first = "", ""
        else:
            last, first = (" ".join(part) for part in cut)
    names = person_name(last), person_name(first)
    if names[0] is None or names[1] is None:
        raise ValueError(
            f"{shown(value)} ne dit pas où finit le nom\u00a0: écrivez le nom en capitales (DUPRÉ Zoé), "
            "ou le nom et le prénom dans deux colonnes."
        )
    return names[0], names[1]


def _cut_by_capitals(words: list[str]) -> tuple[list[str], list[str]] | None:
    """Last and first names when the capitals stand together at one end, and something else is left."""
    capitals = [_is_capitals(word) for word in words]
    # A particle belongs to the capitals that follow it.
    for index in range(len(words) - 2, -1, -1):
        if fold(words[index]) in _PARTICLES and capitals[index + 1]:
            capitals[index] = True
    # A number belongs to the word before it: « NOM 1 Prénom 1 ».
    for index in range(1, len(words)):
        if words[index].isdecimal():
            capitals[index] = capitals[index - 1]
    count = sum(capitals)
    if not 0 < count < len(words):
        return None
    if all(capitals[:count]):
        return words[:count], words[count:]
    if all(capitals[-count:]):
        return words[-count:], words[:-count]
    return None


def _is_capitals(word: str) -> bool:
    letters = [char for char in word if char.isalpha()]
    return len(letters) > 1 and word == word.upper()


def _cut_by_order(words: list[str], last_first: bool | None) -> tuple[list[str], list[str]] | None:
    if last_first is None or len(words) != 2:
        return None
    return (words[:1], words[1:]) if last_first else (words[1:], words[:1])


def phone(value: Cell) -> str | None:
    """A telephone number in E.164 form (+33612457803), its first zero restored when a spreadsheet lost it.

    Numbers of French overseas territories written with ten digits get their own prefix. Two numbers in one
    cell are refused.
    """
    text = checked_text(value)
    if not any(char.isdigit() for char in text):
        if any(char.isalpha() for char in text):
            raise ValueError(f"{shown(value)} n’est pas un numéro de téléphone.")
        return None
    _refuse_shortened(value, text)
    digits = re.sub(r"[^0-9+]", "", text.replace("(0)", ""))
    if re.fullmatch(r"[1-9][0-9]{8}", digits):
        digits = f"0{digits}"
    elif re.fullmatch(r"(?:33|262|590|594|596)[0-9]{9}", digits):
        digits = f"+{digits}"
    if len(digits) >= 18:
        raise ValueError(f"{shown(value)} contient deux numéros\u00a0: n’en gardez qu’un par cellule.")
    found = _e164(digits)
    if found is None or re.search(r"[^\W\d_]", text):
        raise ValueError(f"{shown(value)} n’est pas un numéro de téléphone (exemple\u00a0: 06 12 45 78 03).")
    return found


def _e164(digits: str) -> str | None:
    if re.fullmatch(r"0[1-79][0-9]{8}", digits):
        found = None
        if digits.startswith(_OVERSEAS_STARTS):
            found = _valid(
                digits, next(code for code, starts in _OVERSEAS.items() if digits.startswith(starts))
            )
        # Numbers kept for fiction or newly opened are unknown to the tables but well formed.
        return found or f"+33{digits[1:]}"
    # Six or eight digits without a zero are from the Pacific or Saint-Pierre.
    for territory in ("FR",) if digits.startswith(("+", "0")) else ("FR", "NC", "PF", "PM"):
        if found := _valid(digits, territory):
            return found
    match = re.fullmatch(r"(?:\+33|0033)([1-79][0-9]{8})", digits)
    return f"+33{match[1]}" if match else None


def _valid(digits: str, territory: str) -> str | None:
    import phonenumbers

    try:
        parsed = phonenumbers.parse(digits, territory)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed):
        return None
    found: str = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    return found


def email(value: Cell) -> str | None:
    """An e-mail address in small letters; « mailto: » and angle brackets are dropped."""
    text = (line(value) or "").lower().removeprefix("mailto:").strip("<>; ")
    if not any(char.isalnum() for char in text):
        return None
    if text.count("@") > 1 and re.search(r"[\s;,/|]", text):
        raise ValueError(f"{shown(value)} contient deux adresses\u00a0: n’en gardez qu’une par cellule.")
    if not _EMAIL.fullmatch(text) or ".." in text or len(text) > 254:
        raise ValueError(
            f"{shown(value)} n’est pas une adresse électronique (exemple\u00a0: zoe@exemple.fr)."
        )
    return text


def postal_code(value: Cell) -> str | None:
    """Five digits, the first zero restored when a spreadsheet lost it (1000 is 01000, Bourg-en-Bresse)."""
    text = line(value)
    if text is None or not any(char.isalnum() for char in text):
        return None
    digits = re.sub(r"\s|^F-", "", text)
    if re.fullmatch(r"[1-9][0-9]{3}", digits):
        digits = f"0{digits}"
    if not re.fullmatch(r"(?:0[1-9]|[1-9][0-9])[0-9]{3}", digits):
        raise ValueError(f"{shown(value)} n’est pas un code postal (exemple\u00a0: 58120).")
    return digits


def siret(value: Cell) -> str | None:
    """A SIRET of 14 digits with a right check digit, without spaces."""
    import stdnum.fr.siret

    return _registration_number(value, stdnum.fr.siret, "SIRET", 14)


def siren(value: Cell) -> str | None:
    """A SIREN of 9 digits with a right check digit, without spaces."""
    import stdnum.fr.siren

    return _registration_number(value, stdnum.fr.siren, "SIREN", 9)


def _registration_number(value: Cell, module: Any, name: str, length: int) -> str | None:
    from stdnum.exceptions import ValidationError

    text = line(value)
    if text is None or not any(char.isalnum() for char in text):
        return None
    _refuse_shortened(value, text)
    digits = re.sub(r"[\s.\-]", "", text)
    if isinstance(value, int) and len(digits) in (length - 1, length - 2):
        digits = digits.zfill(length)  # numbers of public bodies begin with zeros that a number cell lost
    if not re.fullmatch(rf"[0-9]{{{length}}}", digits):
        raise ValueError(f"{shown(value)} n’est pas un {name}\u00a0: il y faut {length} chiffres.")
    try:
        found: str = module.validate(digits)
    except ValidationError:
        raise ValueError(
            f"{shown(value)} n’est pas un {name}\u00a0: sa clé de contrôle est fausse."
        ) from None
    return found


def _refuse_shortened(value: Cell, text: str) -> None:
    """« 1,23E+13 » is a long number of which a spreadsheet kept the first digits only."""
    if re.fullmatch(r"[0-9]+(?:[.,][0-9]+)?e\+?[0-9]+", text, re.IGNORECASE):
        raise ValueError(
            f"{shown(value)} a été abrégé par le tableur\u00a0: "
            "mettez la colonne au format texte et ressaisissez-le."
        )
