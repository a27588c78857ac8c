"""What a file is, from its first bytes, before any key: plain, protected or none of ours. Touches nothing."""

from __future__ import annotations

from pathlib import Path

from gen_desktop.db.key_file import KEYS_SUFFIX, keys_path, read_ring
from gen_desktop.errors import FileDamaged, StorageProblem
from gen_desktop.french import NBSP

SQLITE_MAGIC = b"SQLite format 3\x00"
PARCEL_SUFFIX = ".gendemenagement"
PAGE_BYTES = 4096  # of SQLCipher, and of SQLite by default
_FOREIGN = (
    (b"PK\x03\x04", "un classeur ou une archive"),
    (b"\xd0\xcf\x11\xe0", "un ancien classeur ou document Office"),
    (b"%PDF", "un PDF"),
    (b"\x89PNG", "une image"),
    (b"\xff\xd8\xff", "une image"),
)


def is_protected(path: Path) -> bool:
    """Whether a password opens the file; False: it is a plain one.

    Raises StorageProblem (absent, a folder, foreign), FileDamaged (empty, cut short) or KeysLost.
    """
    named = f"«{NBSP}{path.name}{NBSP}»"
    if path.is_dir():
        raise StorageProblem(f"{named} est un dossier, pas un fichier de GEN Desktop.")
    if not path.is_file():
        raise StorageProblem(
            f"Le fichier «{NBSP}{path}{NBSP}» n’existe pas (déplacé, renommé ou supprimé\u00a0?)."
        )
    start, size = _start(path)
    if size == 0:
        raise FileDamaged(
            f"Le fichier {named} est vide\u00a0: il a sans doute été mal copié. Restaurez la dernière "
            "sauvegarde."
        )
    if start.startswith(SQLITE_MAGIC):
        _refuse_cut_short(path, start, size)
        return False
    _refuse_foreign(path, start)
    read_ring(path)
    if size % PAGE_BYTES:
        raise _cut_short(path)
    return True


def _start(path: Path) -> tuple[bytes, int]:
    try:
        with path.open("rb") as stream:
            return stream.read(PAGE_BYTES), path.stat().st_size
    except OSError as error:
        raise StorageProblem(
            f"Le fichier «{NBSP}{path.name}{NBSP}» ne peut pas être lu\u00a0: vérifiez les droits d’accès."
        ) from error


def _refuse_foreign(path: Path, start: bytes) -> None:
    named = f"«{NBSP}{path.name}{NBSP}»"
    if path.name.endswith(KEYS_SUFFIX) and start.lstrip().startswith(b"{"):
        data = path.name.removesuffix(KEYS_SUFFIX)
        raise StorageProblem(f"{named} est un fichier de clés\u00a0: ouvrez plutôt «{NBSP}{data}{NBSP}».")
    if path.suffix == PARCEL_SUFFIX:
        raise StorageProblem(
            f"{named} est un fichier de déménagement\u00a0: sur l’écran de bienvenue, prenez "
            f"«{NBSP}J’arrive d’un autre ordinateur{NBSP}»."
        )
    kind = next((words for magic, words in _FOREIGN if start.startswith(magic)), None)
    if kind is None and not keys_path(path).exists() and _is_text(start):
        kind = "un fichier de texte"
    if kind is not None:
        raise StorageProblem(
            f"Le fichier {named} n’est pas un fichier de GEN Desktop, mais {kind}. "
            "Pour en reprendre une liste, importez-la."
        )


def _is_text(start: bytes) -> bool:
    return not any(byte < 9 or 13 < byte < 32 for byte in start)


def _refuse_cut_short(path: Path, start: bytes, size: int) -> None:
    """The header says how many pages there are; with a journal beside, it may be ahead of the file."""
    if path.with_name(path.name + "-wal").exists() or len(start) < 100:
        if len(start) < 100:
            raise _cut_short(path)
        return
    page = int.from_bytes(start[16:18], "big")
    pages = int.from_bytes(start[28:32], "big")
    is_told = start[24:28] == start[92:96]  # else an old program wrote last, and did not count
    if is_told and size < pages * (65536 if page == 1 else page):
        raise _cut_short(path)


def _cut_short(path: Path) -> FileDamaged:
    return FileDamaged(
        f"Le fichier «{NBSP}{path.name}{NBSP}» est incomplet\u00a0: la fin manque (copie "
        "interrompue\u00a0?). Restaurez la dernière sauvegarde."
    )
