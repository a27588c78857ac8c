"""The command that takes a file to another computer: move pack, move open."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from pathlib import Path

from gen_desktop import french
from gen_desktop.cli.common import data_file
from gen_desktop.cli.passwords import key_of, password_for
from gen_desktop.db.header import PARCEL_SUFFIX
from gen_desktop.db.opening import sound_version
from gen_desktop.db.parcel import Parcel, Unprotected, look_into, pack, unpack
from gen_desktop.db.places import place_warning
from gen_desktop.errors import Conflict, StorageProblem
from gen_desktop.french import NBSP


def move(arguments: argparse.Namespace) -> None:
    """Prepare the parcel here, or open it there."""
    _GESTURES[arguments.gesture](arguments)


def _pack(arguments: argparse.Namespace) -> None:
    path, out = data_file(arguments), _with_suffix(arguments.out)
    if out.exists():
        raise StorageProblem(f"«{NBSP}{out}{NBSP}» existe déjà{NBSP}: choisissez un autre nom.")
    key, now = key_of(arguments, path), dt.datetime.now().astimezone()
    sound_version(path, key)
    try:
        made = pack(path, out, key=key, now=now, confirmed=arguments.yes)
    except Unprotected as error:
        raise Conflict(f"{error} Pour le faire quand même, ajoutez --yes.") from error
    print(made.file)
    print(f"Relu et vérifié{NBSP}: {_counted(made)}.")
    print(
        "Emportez ce fichier, puis travaillez seulement sur l’autre ordinateur. Ici le fichier reste tel quel"
        f"{NBSP}: ce qui y serait saisi ne suivrait pas."
    )


def _open(arguments: argparse.Namespace) -> None:
    parcel = look_into(arguments.parcel)
    target: Path = arguments.target
    if target.is_dir():
        target = target / parcel.name
    if warning := place_warning(target.absolute()):
        print(warning, file=sys.stderr)
    password = password_for(arguments, parcel.name) if parcel.is_protected else None
    unpack(parcel.file, target, password=password, person=arguments.user)
    print(target)
    print(f"Tout est là{NBSP}: {_counted(parcel)}, comme sur l’autre ordinateur.")
    print("Travaillez maintenant ici seulement. Effacez le fichier de déménagement quand il ne sert plus.")


def _with_suffix(out: Path) -> Path:
    return out if out.suffix == PARCEL_SUFFIX else out.with_name(out.name + PARCEL_SUFFIX)


def _counted(parcel: Parcel) -> str:
    found = parcel.contents
    counted = f"{french.plural(found.people, 'apprenant')}, {french.plural(found.records, 'fiche')}"
    return f"{counted}, {french.plural(found.position, 'geste')}, sceau {found.seal[:12] or french.UNKNOWN}"


_GESTURES = {"pack": _pack, "open": _open}
