"""Commands about backups: backup, backups, restore."""

from __future__ import annotations

import argparse
import datetime as dt
from contextlib import suppress
from pathlib import Path
from typing import Any

from gen_desktop import french
from gen_desktop.cli.common import data_file, print_json, print_table
from gen_desktop.cli.passwords import author_of, key_of
from gen_desktop.db.aside import examine, set_aside
from gen_desktop.db.backup import Backup, Reason, Verdict, as_backup, backups, make_backup, verify
from gen_desktop.db.driver import FileKey
from gen_desktop.db.key_file import read_ring
from gen_desktop.db.opening import sound_version
from gen_desktop.db.rescue import way_back
from gen_desktop.db.restore import MuchSmaller
from gen_desktop.db.safekeeping import Places, default_folder, keep_safe
from gen_desktop.errors import Conflict, FileDamaged, StorageProblem
from gen_desktop.french import NBSP
from gen_desktop.services.restoring import restore_backup


def back_up(arguments: argparse.Namespace) -> None:
    """One more backup, proved; in the usual folder the old ones are thinned, in another none is touched."""
    path = data_file(arguments)
    key, now = key_of(arguments, path), _now()
    sound_version(path, key)
    if arguments.folder is None:
        made = keep_safe(path, Places(default_folder(path)), key=key, reason=Reason.ASKED, now=now).backup
    else:
        made = make_backup(path, arguments.folder, key=key, reason=Reason.ASKED, now=now)
    print(made.file)
    print(f"Rouverte, vérifiée et comptée\u00a0: {_counted(made)}.")


def list_backups(arguments: argparse.Namespace) -> None:
    """The backups of the file, then what was set aside; with --check everything in them is read again."""
    path = data_file(arguments)
    found = backups(arguments.folder or default_folder(path), path)
    if arguments.folder is None:
        found += set_aside(path)
    if arguments.check:
        key = key_of(arguments, path)
        found = tuple(examine(one, key) if one.is_aside else verify(one, key) for one in found)
    if arguments.json:
        print_json([_as_json(one) for one in found])
        return
    print_table(
        ("Date", "Raison", "État", "Contenu", "Fichier"),
        [
            (_moment(one.made_at), _reason(one), one.verdict.words, _counted(one), one.file.name)
            for one in found
        ],
    )
    if any(one.is_aside for one in found):
        print(
            "Ce qui est mis de côté est dans le dossier du fichier, et effacé au bout d’un an s’il y a une "
            "sauvegarde vérifiée plus récente."
        )
    if not any(one.verdict is Verdict.GOOD for one in found if not one.is_aside):
        print("Aucune sauvegarde vérifiée. Faites-en une\u00a0: commande backup.")


def bring_back(arguments: argparse.Namespace) -> None:
    """Put a backup in the place of the file; what was there is set aside under another name."""
    path = data_file(arguments)
    backup = as_backup(_found(path, arguments.backup))
    key = _key_for(arguments, path, backup.file)
    try:
        author = author_of(arguments.unlocked)  # by _key_for
        done = restore_backup(path, backup, author=author, key=key, now=_now(), confirmed=arguments.yes)
    except MuchSmaller as error:
        raise Conflict(f"{error} Pour le faire quand même, ajoutez --yes.") from error
    print(f"Restauré\u00a0: {_counted(backup)}.")
    if done.set_aside is not None:
        print(f"Le fichier d’avant est gardé\u00a0: {done.set_aside}")


def way_out(arguments: argparse.Namespace) -> str:
    """What to type when the file is damaged."""
    path = data_file(arguments)
    found = way_back(path)
    if found is None:
        folder = default_folder(path)
        return f"Aucune sauvegarde vérifiée dans «{NBSP}{folder}{NBSP}»{NBSP}: cherchez sur la clé USB."
    return (
        f"Dernière sauvegarde vérifiée{NBSP}: {_moment(found.made_at)}, {_counted(found)}. "
        f"Pour la remettre{NBSP}: commande restore {found.file.name}"
    )


def _found(path: Path, named: Path) -> Path:
    """A backup by its path, or by its name alone: in the usual folder, or set aside beside the file."""
    places = (named, default_folder(path) / named, path.parent / named.name)
    return next((file for file in places if file.is_file()), named)


def _key_for(arguments: argparse.Namespace, path: Path, file: Path) -> FileKey | None:
    """Today's passwords open a backup of the same key; else those of the backup's day do."""
    if _ring_id(path) is not None and _ring_id(path) == _ring_id(file):
        with suppress(FileDamaged):
            return key_of(arguments, path)
    return key_of(arguments, file)


def _ring_id(path: Path) -> str | None:
    try:
        return read_ring(path).key_id
    except StorageProblem:
        return None


def _as_json(backup: Backup) -> dict[str, Any]:
    contents = backup.contents
    return {
        "file": str(backup.file),
        "made_at": backup.made_at.isoformat(),
        "reason": backup.reason.value,
        "verdict": backup.verdict.value,
        "set_aside": backup.is_aside,
        "size": backup.size,
        "sha256": backup.proof.sha256 if backup.proof else None,
        "learners": contents.people if contents else None,
        "records": contents.records if contents else None,
        "position": contents.position if contents else None,
        "seal": contents.seal if contents else None,
    }


def _reason(backup: Backup) -> str:
    return f"mise de côté {backup.reason.words}" if backup.is_aside else backup.reason.words


def _counted(backup: Backup) -> str:
    contents = backup.contents
    if contents is None:
        return french.UNKNOWN
    people, records = french.plural(contents.people, "apprenant"), french.plural(contents.records, "fiche")
    return f"{people}, {records}, {french.plural(contents.position, 'geste')}"


def _moment(moment: dt.datetime) -> str:
    here = moment.astimezone()
    return f"{french.short_date(here.date())} {here:%H:%M}"


def _now() -> dt.datetime:
    return dt.datetime.now().astimezone()


COMMANDS = {"backup": back_up, "backups": list_backups, "restore": bring_back}
