"""One way to compare names: for sorting, for searching, for finding the same person twice."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

# Letters that Unicode does not take apart, written as French indexes file them.
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_PARTICLES = re.compile(
    r"(?:[dl]['’](?=\S)|(?:de|du|des|la|le|da|di|do|dos|das|del|della|van|von|der|den)\s+(?=\S))*"
)
_APOSTROPHES = frozenset("'’‘‛ʼʻʹ`")
_ASCII_SPACES = dict.fromkeys((*range(32), 127, ord("-"), *(ord(sign) for sign in "'`")), " ")


def unaccent(text: str) -> str:
    """Lower case without accents or invisible signs; punctuation stays, every kind of space becomes plain."""
    if text.isascii():  # most cells of a large import
        return text.lower()
    # Twice: some signs become capitals when taken apart, and some small letters come apart only then.
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    kept = (char for char in decomposed if unicodedata.category(char) not in ("Mn", "Me", "Cf"))
    return "".join(kept).translate(_LETTERS)


def fold(text: str) -> str:
    """The searchable form: ``unaccent``, with dashes and apostrophes as spaces and spaces squeezed.

    « Jean‑Noël d’Œuvre » and « jean noel d oeuvre » fold to the same text; folding twice changes nothing.
    """
    bare = unaccent(text)
    if bare.isascii():
        return " ".join(bare.translate(_ASCII_SPACES).split())
    spaced = (
        " " if char in _APOSTROPHES or unicodedata.category(char) in ("Pd", "Cc") else char for char in bare
    )
    return " ".join("".join(spaced).split())


def sort_key(last_name: str, first_name: str) -> str:
    """The key by which people are listed: last name, then first name.

    Two spaces part the names: no folded name holds two, so « Le » comes before « Le Goff » whatever follows.
    """
    return f"{fold(last_name)}  {fold(first_name)}"


def capitals(last_name: str) -> str:
    """A last name as papers print it: « d’ALMEIDA », « de la TOUR », « LE GOFF ».

    Particles at the beginning stay as typed when they were typed in small letters.
    """
    particles = _PARTICLES.match(last_name)
    kept = particles.group() if particles else ""
    return kept + last_name[len(kept) :].upper()


def one_spelling(text: str | None, known: Iterable[str]) -> str | None:
    """The name as it is written already, should it be among ``known``; else as typed, spaces squeezed."""
    plain = " ".join((text or "").split())
    if not plain:
        return None
    return next((name for name in known if fold(name) == fold(plain)), plain)


def names_in(text: str | None) -> tuple[str, ...]:
    """The names of a line that holds several: « M. Garnier, Mme Petit »."""
    parts = (part.strip() for part in (text or "").replace(";", ",").split(","))
    return tuple(part for part in parts if part)
