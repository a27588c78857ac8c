"""The recovery code printed on paper: capitals that look like no other, and a check in each group.

Seven groups of five letters. The first four of a group are drawn at random (127 bits in all), the fifth is
computed from them and from the place of the group: any one wrong letter, any two letters swapped and any two
groups swapped are seen, and the faulty group is named.
"""

from __future__ import annotations

import secrets
import unicodedata

ALPHABET = "ABCDEFGHJKLMNPRSTUVWXYZ"  # no I, O, Q; 23 letters: a prime, which the check rests on
GROUPS, DRAWN = 7, 4
# No digit is ever printed, so a digit that was typed is the letter it looks like.
_READ_AS = str.maketrans("2458", "ZASB")


class RecoveryTypo(ValueError):
    """What was typed has the shape of a recovery code, but a letter of it is wrong; the message is French."""


def new_code() -> str:
    """A new code as it is printed: « KHTRA-BWXEM-… »."""
    groups = []
    for place in range(GROUPS):
        drawn = "".join(secrets.choice(ALPHABET) for _ in range(DRAWN))
        groups.append(drawn + _check(drawn, place))
    return "-".join(groups)


def canonical(typed: str) -> str | None:
    """The code as ``new_code`` writes it, whatever the spaces, dashes and case; None if this is no code.

    Raises RecoveryTypo when it is one with a typing error.
    """
    letters = _letters(typed)
    size = DRAWN + 1
    if not letters.isalnum() or not letters.isascii() or abs(len(letters) - GROUPS * size) > 1:
        return None
    if len(letters) != GROUPS * size:
        raise RecoveryTypo(
            f"Le code de secours a {GROUPS * size} lettres\u00a0; vous en avez tapé {len(letters)}. "
            "Vérifiez-le sur la fiche."
        )
    groups = [letters[start : start + size] for start in range(0, len(letters), size)]
    wrong = [place + 1 for place, group in enumerate(groups) if not _holds(group, place)]
    if len(wrong) > GROUPS // 2:
        return None  # not one letter typed wrong: a password that happens to be as long
    if wrong:
        where = "le groupe" if len(wrong) == 1 else "les groupes"
        numbers = " et ".join(map(str, wrong))
        raise RecoveryTypo(
            f"Faute de frappe dans le code de secours\u00a0: vérifiez {where} {numbers} "
            f"({_shown(groups, wrong)})."
        )
    return "-".join(groups)


def _letters(typed: str) -> str:
    plain = unicodedata.normalize("NFKC", typed).upper().translate(_READ_AS)
    return "".join(sign for sign in plain if not sign.isspace() and unicodedata.category(sign) != "Pd")


def _holds(group: str, place: int) -> bool:
    return all(letter in ALPHABET for letter in group) and _check(group[:DRAWN], place) == group[DRAWN]


def _check(drawn: str, place: int) -> str:
    """The weights 2 to 5 differ from one another and from the check's own 1, modulo a prime."""
    total = 7 * (place + 1)
    for weight, letter in enumerate(drawn, start=2):
        total += weight * ALPHABET.index(letter)
    return ALPHABET[-total % len(ALPHABET)]


def _shown(groups: list[str], wrong: list[int]) -> str:
    return ", ".join(groups[number - 1] for number in wrong)
