"""Commands about who opens a file: new (a protected file), users."""

from __future__ import annotations

import argparse
import sys

from gen_desktop.changes import COMMAND_LINE, DIRECTION
from gen_desktop.cli.common import data_file, opened, print_json
from gen_desktop.cli.passwords import new_password
from gen_desktop.db.header import is_protected
from gen_desktop.db.keys import WITHOUT_KEYS, holders
from gen_desktop.db.places import place_warning
from gen_desktop.errors import Conflict
from gen_desktop.reference.lists import label
from gen_desktop.services import access
from gen_desktop.services.organization import OrganizationInput


def new(arguments: argparse.Namespace) -> None:
    """A new protected file, opened by one person; prints the recovery code, once."""
    path = data_file(arguments)
    if warning := place_warning(path.absolute()):
        print(warning, file=sys.stderr)
    values = OrganizationInput(arguments.organization, staff=((arguments.person, DIRECTION),))
    code = access.create_protected(path, COMMAND_LINE, values, new_password(arguments, is_first=True))
    print(path)
    _print_sheet(code)


def users(arguments: argparse.Namespace) -> None:
    """Who opens the file, and the gestures that change it."""
    _GESTURES[arguments.gesture](arguments)


def _list(arguments: argparse.Namespace) -> None:
    path = data_file(arguments)
    if not is_protected(path):
        raise Conflict(
            f"Le fichier «\u00a0{path.name}\u00a0» n’est pas protégé\u00a0: il s’ouvre sans mot de passe."
        )
    names = [holder.name for holder in holders(path)]
    if arguments.json:
        print_json(names)
        return
    for name in names:
        print(name)


def _add(arguments: argparse.Namespace) -> None:
    with opened(arguments, writes=True) as db:
        access.add_person(db, arguments.person, arguments.role, new_password(arguments))
    print(f"{arguments.person} peut maintenant ouvrir le fichier.")


def _remove(arguments: argparse.Namespace) -> None:
    with opened(arguments, writes=True) as db:
        access.remove_person(db, arguments.person)
    print(
        f"{arguments.person} ne peut plus ouvrir le fichier. Les sauvegardes faites avant gardent leurs "
        "mots de passe."
    )


def _change(arguments: argparse.Namespace) -> None:
    with opened(arguments, writes=True) as db:
        access.change_password(db, arguments.person, new_password(arguments))
    print(f"Le mot de passe de {arguments.person} est changé.")


def _role(arguments: argparse.Namespace) -> None:
    with opened(arguments, writes=True) as db:
        access.change_role(db, arguments.person, arguments.role)
    print(f"{arguments.person}\u00a0: {label('staff_role', arguments.role)}.")


def _recovery(arguments: argparse.Namespace) -> None:
    with opened(arguments, writes=True) as db:
        code = access.renew_recovery(db)
    _print_sheet(code)


def _print_sheet(code: str) -> None:
    print(f"Code de secours\u00a0: {code}")
    print(
        "Imprimez-le et rangez-le loin de l’ordinateur. Il ne sera plus montré\u00a0; les fiches d’avant ne "
        "valent plus."
    )
    print(WITHOUT_KEYS)


_GESTURES = {
    "list": _list,
    "add": _add,
    "remove": _remove,
    "password": _change,
    "role": _role,
    "recovery": _recovery,
}
