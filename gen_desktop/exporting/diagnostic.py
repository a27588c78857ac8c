"""One readable text for whoever helps from afar: how this computer and this file are, and nobody's data.

Nothing that somebody typed goes into it, no name of a file, folder, person or computer: numbers, versions,
dates, and words of the program's own.
"""

from __future__ import annotations

import datetime as dt
import os
import platform
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.orm import Session

from gen_desktop import APP_NAME, VERSION, crashes, french, log
from gen_desktop.changes import PROGRAM
from gen_desktop.db.backup import Verdict, backups
from gen_desktop.db.driver import FileKey, engine_versions
from gen_desktop.db.header import is_protected
from gen_desktop.db.key_file import keys_path
from gen_desktop.db.lock import lock_path
from gen_desktop.db.opening import SCHEMA_VERSION
from gen_desktop.db.places import place_kind
from gen_desktop.db.proof import Contents, look_inside
from gen_desktop.db.safekeeping import default_folder
from gen_desktop.errors import (
    FileDamaged,
    FileTooNew,
    KeysLost,
    PasswordNeeded,
    StorageProblem,
    WrongPassword,
)
from gen_desktop.french import NBSP
from gen_desktop.jobs import Cancelled, Job
from gen_desktop.queries.dashboard import dashboard
from gen_desktop.queries.search import find
from gen_desktop.settings import Settings
from gen_desktop.store import open_store

Line = tuple[str, str]
"""What it is, and what was found."""

LOG_LINES = 150
SEARCHED = "martin"
TITLE = f"Diagnostic de {APP_NAME}"
PROMISE = (
    "Ce texte ne contient aucun nom de personne, de fichier ou de dossier, ni rien de ce qui est saisi. "
    "Relisez-le avant de l’envoyer."
)
_REFUSALS: tuple[tuple[type[StorageProblem], str], ...] = (
    (PasswordNeeded, "le mot de passe n’a pas été donné"),
    (WrongPassword, "le mot de passe n’est pas le bon"),
    (KeysLost, "le fichier de clés manque ou est endommagé"),
    (FileTooNew, "le fichier vient d’une version plus récente"),
    (FileDamaged, "le fichier est endommagé"),
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What is looked at. ``path`` None: no file. ``key`` None: a plain file, or no password was given.

    ``window``: what only the window knows (Qt, screens), already in words.
    """

    path: Path | None
    key: FileKey | None
    settings: Settings
    window: tuple[Line, ...]
    now: dt.datetime


def diagnostic(subject: Subject, job: Job) -> str:
    """The whole text. A part that cannot be read says so, the others are there."""
    file = _OpenedFile(subject)
    parts: tuple[tuple[str, Callable[[], Sequence[Line]]], ...] = (
        ("Programme", lambda: (*_program(), *subject.window)),
        ("Fichier de données", lambda: _file(subject.path)),
        ("Ouverture et durées", file.timings),
        ("Lignes de chaque table", file.tables),
        ("Sauvegardes", lambda: _backups(subject)),
        ("Préférences", lambda: _settings(subject.settings)),
        ("Dernier plantage", _last_crash),
        ("Dernière erreur imprévue", _last_error),
        ("Fin du journal du programme", _log),
    )
    moment = f"{french.short_date(subject.now.date())} à {subject.now:%H:%M}"
    lines = [f"{TITLE}, le {moment}", PROMISE]
    for done, (title, read) in enumerate(parts):
        job.step(done, len(parts), f"{title}…")
        lines += ["", title, *(_written(line) for line in _tried(read))]
    return "\n".join(lines) + "\n"


class _OpenedFile:
    """The file opened beside whoever works in it, to be read only, and how long that takes."""

    def __init__(self, subject: Subject) -> None:
        self._path, self._key, self._today = subject.path, subject.key, subject.now.date()
        self._is_open = False

    def timings(self) -> Sequence[Line]:
        """Opening, a quick check, a search, the figures of the home page; or why it does not open."""
        if self._path is None:
            return [("Ouverture", "aucun fichier n’est ouvert")]
        begin = time.perf_counter()
        try:
            db = open_store(self._path, PROGRAM, self._key, read_only=True)
        except StorageProblem as problem:
            return [("Ouverture", f"refusée{NBSP}: {_refusal(problem)}")]
        self._is_open = True
        lines = [("Ouverture", _since(begin))]
        trials: tuple[tuple[str, Callable[[Session], object]], ...] = (
            ("Vérification rapide", lambda session: session.execute(text("PRAGMA quick_check")).all()),
            ("Une recherche", lambda session: find(session, SEARCHED)),
            ("Chiffres de l’accueil", lambda session: dashboard(session, self._today)),
        )
        try:
            for title, trial in trials:
                begin = time.perf_counter()
                try:
                    with db.read() as session:
                        trial(session)
                    lines.append((title, _since(begin)))
                except StorageProblem as problem:
                    lines.append((title, _refusal(problem)))
        finally:
            db.close()
        return lines

    def tables(self) -> Sequence[Line]:
        """How many rows each table has, and the number of gestures in the change log."""
        found: Contents | None = None
        if self._path is not None and self._is_open:
            found = look_inside(self._path, self._key)
        if found is None:
            return [("", "pas lues")]
        counted = [(table, french.number(count)) for table, count in found.rows.items()]
        return [*counted, ("Gestes dans le journal des modifications", french.number(found.position))]


def _program() -> Sequence[Line]:
    sqlite, sqlcipher = engine_versions()
    kind = "programme installé" if getattr(sys, "frozen", False) else "depuis ses sources"
    return [
        (APP_NAME, f"{VERSION}, {kind}"),
        ("Python", platform.python_version()),
        ("SQLite", sqlite),
        ("SQLCipher", sqlcipher),
        ("Système", f"{platform.platform()}, {platform.machine()}"),
        ("Processeurs", str(os.cpu_count() or french.UNKNOWN)),
    ]


def _file(path: Path | None) -> Sequence[Line]:
    if path is None:
        return [("", "aucun fichier n’est ouvert")]
    if not path.is_file():
        return [("", "il n’est plus là")]
    return [
        ("Taille", _size(path)),
        ("Journal d’écriture (-wal)", _size(path.with_name(path.name + "-wal"))),
        ("Fichier de clés", _size(keys_path(path))),
        ("Réservé par un programme", _yes_no(lock_path(path).exists())),
        ("Peut être écrit", _yes_no(os.access(path, os.W_OK))),
        ("Lieu", place_kind(path.absolute())),
        ("Place libre sur ce disque", french.file_size(shutil.disk_usage(path.parent).free)),
        ("Version du fichier que ce programme écrit", str(SCHEMA_VERSION)),
        ("Protégé par mot de passe", _protection(path)),
    ]


def _protection(path: Path) -> str:
    try:
        return _yes_no(is_protected(path))
    except StorageProblem as problem:
        return _refusal(problem)


def _backups(subject: Subject) -> Sequence[Line]:
    if subject.path is None:
        return [("", "aucun fichier n’est ouvert")]
    found = backups(default_folder(subject.path), subject.path)
    good = [one for one in found if one.verdict is Verdict.GOOD]
    last = french.UNKNOWN
    if good:
        here = good[0].made_at.astimezone(subject.now.tzinfo)
        last = f"{french.short_date(here.date())} à {here:%H:%M}, {french.file_size(good[0].size)}"
    return [
        ("Nombre", french.number(len(found))),
        ("Vérifiées", french.number(len(good))),
        ("Dernière vérifiée", last),
        ("Taille de toutes", french.file_size(sum(one.size for one in found))),
    ]


def _settings(settings: Settings) -> Sequence[Line]:
    return [
        ("Thème", settings.theme),
        ("Un dernier fichier est retenu", _yes_no(settings.last_file is not None)),
        ("Fichiers récents", french.number(len(settings.recent_files))),
    ]


def _last_crash() -> Sequence[Line]:
    return [("", line) for line in log.mask(crashes.last_crash()).splitlines()] or [("", "aucun")]


def _last_error() -> Sequence[Line]:
    return [("", line) for line in log.last_unhandled()] or [("", "aucune")]


def _log() -> Sequence[Line]:
    return [("", line) for line in log.last_lines(LOG_LINES)] or [("", "vide")]


def _tried(read: Callable[[], Sequence[Line]]) -> Sequence[Line]:
    try:
        return read()
    except Cancelled:
        raise
    except Exception as error:
        # Whatever is ill, the rest must still be told; the message might quote somebody's data.
        return [("", f"cette partie n’a pas pu être lue ({type(error).__name__})")]


def _written(line: Line) -> str:
    what, found = line
    return f"  {what}{NBSP}: {found}" if what else f"  {found}"


def _refusal(problem: StorageProblem) -> str:
    """Why, in words of our own: the problem's sentence names the file."""
    words = next((words for kind, words in _REFUSALS if isinstance(problem, kind)), "")
    return words or f"le fichier ou le disque ne répond pas ({type(problem).__name__})"


def _since(begin: float) -> str:
    return f"{french.number(time.perf_counter() - begin, 3)}{NBSP}s"


def _size(file: Path) -> str:
    return french.file_size(file.stat().st_size) if file.exists() else "absent"


def _yes_no(answer: bool) -> str:
    return "oui" if answer else "non"
