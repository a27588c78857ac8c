"""Work on who opens the file: passwords, people who come and go, the recovery code, a new protected file."""

from __future__ import annotations

import random
from contextlib import suppress
from pathlib import Path
from typing import Any

from gen_desktop.changes import PROGRAM
from gen_desktop.db.keys import holders, unlock
from gen_desktop.errors import AppError
from gen_desktop.services import access
from gen_desktop.services.organization import OrganizationInput
from gen_desktop.store import open_store
from tests.faults.killed import Acks, center_in, check_gestures
from tests.protected import KEY, PASSWORD

FIRST = "Anne Martin"
NAMES = ("Léa Petit", "Moussa Garnier", "Inès Aubert")


def changing_passwords(folder: Path, rng: random.Random, acks: Acks) -> None:
    """One password after the other for the same person."""
    db = center_in(folder).open()
    for number in range(1000):
        acks.say(["begin", _password(number)])
        access.change_password(db, FIRST, _password(number))
        acks.say(["done", _password(number)])


def check_passwords(folder: Path, acks: list[Any]) -> None:
    done = [word for what, word in acks if what == "done"] or [PASSWORD]
    begun = [word for what, word in acks if what == "begin"]
    opening = [word for word in {done[-1], *begun[-1:]} if _opens(center_in(folder).path, word)]
    assert len(opening) == 1, "neither the last password acknowledged nor the one under way opens the file"
    check_gestures(folder, [])


def moving_people(folder: Path, rng: random.Random, acks: Acks) -> None:
    """People are given a password and lose it again; in between the recovery sheet is printed anew."""
    db = center_in(folder).open()
    present: set[str] = set()
    while True:
        name = rng.choice(NAMES)
        gesture = "renew" if rng.random() < 0.3 else "remove" if name in present else "add"
        acks.say(["begin", gesture, name])
        result = name
        if gesture == "renew":
            result = access.renew_recovery(db)
        elif gesture == "add":
            access.add_person(db, name, None, _password_of(name))
            present.add(name)
        else:
            access.remove_person(db, name)
            present.remove(name)
        acks.say(["done", gesture, result])


def check_people(folder: Path, acks: list[Any]) -> None:
    path = center_in(folder).path
    present, code = {FIRST}, ""
    for what, gesture, word in acks:
        if what == "done" and gesture == "renew":
            code = word
        elif what == "done":
            present ^= {word}
    under_way = tuple(acks[-1][1:]) if acks and acks[-1][0] == "begin" else ("", "")
    there = {holder.name for holder in holders(path)}
    either = {under_way[1]} if under_way[0] in ("add", "remove") else set()
    assert there ^ present <= either, f"{there} have a password, {present} were told so"
    assert all(_opens(path, _password_of(name)) for name in there)
    assert not any(_opens(path, _password_of(name)) for name in {*NAMES} - there), "a password outlived"
    if code and under_way[0] != "renew":
        assert unlock(path, code) == KEY
    check_gestures(folder, [])


def creating(folder: Path, rng: random.Random, acks: Acks) -> None:
    """One protected organisation after the other."""
    for number in range(1000):
        new = _new_file(folder, number)
        code = access.create_protected(
            new, PROGRAM, OrganizationInput("Numérique en Morvan", staff=((FIRST, None),)), _password(number)
        )
        acks.say(code)


def check_created(folder: Path, acks: list[Any]) -> None:
    """Those acknowledged are whole; the one under way is too, or is not there and can be made."""
    for number, code in enumerate(acks):
        new = _new_file(folder, number)
        key = unlock(new, code)
        open_store(new, PROGRAM, key).close()
    under_way = _new_file(folder, len(acks))
    if under_way.exists():
        open_store(under_way, PROGRAM, unlock(under_way, _password(len(acks)))).close()
    check_gestures(folder, [])


def _new_file(folder: Path, number: int) -> Path:
    return folder / f"neuf-{number}.gendb"


def _password(number: int) -> str:
    return f"Sept-Pontons-{number:03d}-Gris !"


def _password_of(name: str) -> str:
    return PASSWORD if name == FIRST else _password(NAMES.index(name))


def _opens(path: Path, password: str) -> bool:
    with suppress(AppError):
        return unlock(path, password) == KEY
    return False
