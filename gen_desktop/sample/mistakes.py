"""The same person written down twice: the ways in which people really write somebody a second time.

Each function of ``MISTAKES`` changes a copy of the person and answers whether it could: nobody born on the
14th has day and month taken for each other, not every first name has a short form.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date

from gen_desktop.sample.names import names
from gen_desktop.sample.people import Person, ascii_letters

Mistake = Callable[[Person, random.Random], bool]

_SHORT_FORMS = {
    "Abdoulaye": "Abdou", "Amandine": "Mandy", "Anthony": "Tony", "Bastien": "Bast", "Benoît": "Ben",
    "Charlotte": "Charlie", "Clémence": "Clem", "Corinne": "Coco", "Émilie": "Émi", "Florian": "Flo",
    "François": "Fanfan", "Grégory": "Greg", "Guillaume": "Guigui", "Jérémy": "Jérem", "Jonathan": "Jo",
    "Khadija": "Khadi", "Laëtitia": "Laeti", "Ludovic": "Ludo", "Mélanie": "Mel", "Mickaël": "Mika",
    "Nathan": "Nath", "Nicolas": "Nico", "Sandrine": "Sandie", "Sébastien": "Seb", "Sofiane": "Sof",
    "Stéphane": "Steph", "Valérie": "Val", "Vincent": "Vince",
}  # fmt: skip
_KEYBOARD = {
    "a": "z", "b": "n", "c": "v", "d": "f", "e": "r", "f": "g", "g": "h", "h": "j", "i": "o", "j": "k",
    "k": "l", "l": "m", "m": "l", "n": "b", "o": "i", "p": "o", "q": "s", "r": "t", "s": "d", "t": "y",
    "u": "i", "v": "b", "w": "x", "x": "c", "y": "u", "z": "a",
}  # fmt: skip
"""The key beside, on a French keyboard."""


def without_accents(person: Person, _rng: random.Random) -> bool:
    """Typed in capitals, which have no accents in many offices."""
    last, first = _bare(person.last_name).upper(), _bare(person.first_name).upper()
    if (last, first) == (person.last_name.upper(), person.first_name.upper()):
        return False
    person.last_name, person.first_name = last, first
    return True


def without_dashes(person: Person, _rng: random.Random) -> bool:
    """A space for a hyphen, the other apostrophe."""
    spaced = person.first_name.replace("-", " "), person.last_name.replace("-", " ").replace("’", "'")
    if spaced == (person.first_name, person.last_name):
        return False
    person.first_name, person.last_name = spaced
    return True


def day_for_month(person: Person, _rng: random.Random) -> bool:
    """The date written the English way."""
    born = person.birth_date
    if born.day > 12 or born.day == born.month:
        return False
    person.birth_date = date(born.year, born.day, born.month)
    return True


def one_letter(person: Person, rng: random.Random) -> bool:
    """A letter forgotten, doubled, exchanged with the next, or the key beside."""
    if len(person.last_name) >= 5 and rng.random() < 0.6:
        person.last_name = _mistyped(person.last_name, rng)
    elif len(person.first_name) >= 4:
        person.first_name = _mistyped(person.first_name, rng)
    else:
        return False
    return True


def married(person: Person, rng: random.Random) -> bool:
    """Another name in use since; the name at birth is told, or the telephone stayed the same."""
    if person.sex != "F" or person.birth_name:
        return False
    before = person.last_name
    person.last_name = rng.choice([name for name in names("surname") if name != before])
    if rng.random() < 0.5 or not person.phone:
        person.birth_name = before
        _move(person, rng)
    return True


def double_name(person: Person, rng: random.Random) -> bool:
    """The husband's name after one's own."""
    if person.sex != "F" or "-" in person.last_name:
        return False
    person.last_name = f"{person.last_name}-{rng.choice(names('surname'))}"
    _move(person, rng)
    return True


def names_exchanged(person: Person, rng: random.Random) -> bool:
    """The first name in the column of the last one."""
    person.last_name, person.first_name = person.first_name, person.last_name
    if rng.random() < 0.5:
        _move(person, rng)
    return True


def short_form(person: Person, _rng: random.Random) -> bool:
    """What friends call them."""
    short = _SHORT_FORMS.get(person.first_name)
    person.first_name = short or person.first_name
    return short is not None


def part_of_first_name(person: Person, rng: random.Random) -> bool:
    """« Jean » for « Jean-Noël », or a second first name for somebody who had one."""
    if "-" in person.first_name:
        person.first_name = person.first_name.split("-")[0]
    else:
        second = rng.choice(names("woman" if person.sex == "F" else "man"))
        person.first_name = f"{person.first_name} {second}"
    _move(person, rng)
    return True


def another_year(person: Person, rng: random.Random) -> bool:
    """One figure of the year of birth; the telephone or the address for mail is the same."""
    if not (person.phone or person.email):
        return False
    born = person.birth_date
    year = born.year + rng.choice((-1, 1, 10 if born.year < 1990 else -10))
    person.birth_date = date(year, born.month, min(born.day, 28))
    return born.day <= 28


def mistyped_and_undated(person: Person, rng: random.Random) -> bool:
    """A letter wrong, the birth date not asked; only the telephone tells."""
    if not person.phone:
        return False
    person.birth_date = None  # type: ignore[assignment]  # what this list does not know
    person.email = ""
    return one_letter(person, rng)


def undated(person: Person, rng: random.Random) -> bool:
    """Nothing but a name and how to reach them."""
    if not (person.phone or person.email):
        return False
    person.birth_date = None  # type: ignore[assignment]
    if person.phone and person.email and rng.random() < 0.5:
        person.phone = ""
    person.address = person.france_travail_id = ""
    return True


MISTAKES: tuple[Mistake, ...] = (
    *(without_accents, without_dashes, day_for_month, one_letter, married, double_name, names_exchanged),
    *(short_form, part_of_first_name, another_year, mistyped_and_undated, undated),
)


def _mistyped(name: str, rng: random.Random) -> str:
    places = [
        place for place in range(1, len(name) - 1) if name[place].isalpha() and name[place + 1].isalpha()
    ]
    place = rng.choice(places)
    letter, after = name[place], name[place + 1]
    if letter != after:
        how = rng.randrange(4)
        if how == 0:
            return name[:place] + name[place + 1 :]
        if how == 1:
            return name[:place] + after + letter + name[place + 2 :]
        if how == 2 and ascii_letters(letter):
            return name[:place] + _KEYBOARD[ascii_letters(letter)[0]] + name[place + 1 :]
    return name[:place] + letter + name[place:]


def _move(person: Person, rng: random.Random) -> None:
    """Another telephone and another address: nothing but the person is the same."""
    person.phone = person.address = ""
    person.email = f"{ascii_letters(person.first_name)[:6]}{rng.randrange(10**6)}@exemple.fr"


def _bare(text: str) -> str:
    return "".join(ascii_letters(char) or char for char in text)
