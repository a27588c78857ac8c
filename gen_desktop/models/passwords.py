"""How strong a new password is, by CNIL 2022-100: the key of a file that can be stolen needs 80 bits.

Bits = length x log2(alphabet), the alphabet being the kinds of signs used; a phrase is counted by its words.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gen_desktop import french
from gen_desktop.errors import Problem
from gen_desktop.french import NBSP
from gen_desktop.models.names import fold

NEEDED_BITS = 80
# CNIL calls 12 signs out of 99 (79.55 bits) 80 bits.
_TOLERANCE = 0.5
LETTERS, DIGITS, SPECIALS = 26, 10, 37
_BITS_A_WORD = NEEDED_BITS / 7  # CNIL: seven words reach it
_WORDS_OF_A_PHRASE = 3
_ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "azertyuiop",
    "qsdfghjklm",
    "wxcvbn",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
)
_RUN, _REPEATS, _NAME = 5, 4, 4  # from so many signs on, it is a sequence, a repetition, a name
_WORN = (
    "motdepasse",
    "password",
    "bonjour",
    "soleil",
    "doudou",
    "loulou",
    "jetaime",
    "formation",
    "gendesktop",
)


@dataclass(frozen=True, slots=True)
class Strength:
    """``word`` says it plainly, ``advice`` what to do ('' when it is enough)."""

    bits: float
    word: str
    advice: str

    @property
    def is_enough(self) -> bool:
        """Whether it may protect a file."""
        return not self.advice


def bits(password: str) -> float:
    """The entropy CNIL counts for a password: 14 letters and digits give 83.36."""
    password = unicodedata.normalize("NFC", password)
    return len(password) * math.log2(_alphabet(password)) if password else 0.0


def strength(password: str, names: Sequence[str] = ()) -> Strength:
    """``names``: of the person and the organisation, which a password must not hold."""
    counted = min(bits(password), _phrase_bits(password))
    faults = list(_patterns(password, names))
    if faults:
        return Strength(counted, "à éviter", " ".join(faults))
    if counted < NEEDED_BITS - _TOLERANCE:
        return Strength(counted, "trop court" if counted < NEEDED_BITS / 2 else "presque", _lacking(password))
    return Strength(counted, "solide" if counted < NEEDED_BITS * 1.25 else "très solide", "")


def password_problems(password: str, names: Sequence[str] = ()) -> list[Problem]:
    """What keeps a password from being taken; empty for a good one."""
    found = strength(password, names)
    return [] if found.is_enough else [Problem("password", found.advice)]


def _alphabet(password: str) -> int:
    kinds = (
        (LETTERS, any("a" <= sign <= "z" for sign in password)),
        (LETTERS, any("A" <= sign <= "Z" for sign in password)),
        (DIGITS, any("0" <= sign <= "9" for sign in password)),
        (SPECIALS, any(not (sign.isascii() and sign.isalnum()) for sign in password)),
    )
    return sum(size for size, used in kinds if used)


def _phrase_bits(password: str) -> float:
    """Words are guessed by the word, not by the letter. Infinite for what is no phrase."""
    words = fold(password).split()
    is_phrase = len(words) >= _WORDS_OF_A_PHRASE and all(word.isalpha() for word in words)
    return len(set(words)) * _BITS_A_WORD if is_phrase else math.inf


def _lacking(password: str) -> str:
    words = _phrase_bits(password)
    if words < bits(password):
        return f"Il faut au moins 7 mots différents dans une phrase (ici {round(words / _BITS_A_WORD)})."
    used = _alphabet(password) if password else LETTERS
    missing = math.ceil((NEEDED_BITS - _TOLERANCE - bits(password)) / math.log2(used))
    signs = french.plural(missing, "caractère")
    if used == 2 * LETTERS + DIGITS + SPECIALS:
        return f"Ajoutez {signs}."
    return (
        f"Ajoutez {signs}, ou mêlez majuscules, minuscules, chiffres et signes. "
        "Une phrase de 7 mots convient aussi."
    )


def _patterns(password: str, names: Sequence[str]) -> Iterator[str]:
    plain = "".join(fold(password).split())
    if _is_repeated(plain):
        yield "Le même signe ou le même morceau y revient trop."
    if any(run in plain for row in _ROWS for run in _runs(row)):
        yield f"Il contient une suite trop facile à deviner (12345, abcde, azerty{french.NARROW}…)."
    if any(worn in plain for worn in _WORN):
        yield "Il contient un mot de passe parmi les plus connus."
    held = next(
        (part for name in names for part in fold(name).split() if len(part) >= _NAME and part in plain), None
    )
    if held is not None:
        yield f"Il contient un nom que tout le monde connaît ici («{NBSP}{held}{NBSP}»)."


def _runs(row: str) -> Iterator[str]:
    for start in range(len(row) - _RUN + 1):
        run = row[start : start + _RUN]
        yield run
        yield run[::-1]


def _is_repeated(plain: str) -> bool:
    """Four times the same sign in a row, or the whole made of one piece again and again."""
    if any(plain[start] * _REPEATS == plain[start : start + _REPEATS] for start in range(len(plain))):
        return True
    return len(plain) > 1 and plain in (plain + plain)[1:-1]
