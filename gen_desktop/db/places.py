"""Is this a good place for a file that is written all day? Network and synchronised folders are not."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path, PurePath, PureWindowsPath

from gen_desktop.french import NBSP

LONGEST_ON_WINDOWS = 259
"""Letters of a path, unless the computer's administrator decided otherwise."""
_BACKUP_SIGNS = 85
"""What a backup's path has more than the folder's and twice the file's name: date, reason, draft."""

Mounts = Iterable[tuple[str, str]]
"""Where file systems are attached, and their kinds."""

# A folder whose name is this, or begins with it and « - », « (» or a space.
_SYNCHRONISED = {
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "mon drive": "Google Drive",
    "my drive": "Google Drive",
    "icloud drive": "iCloud",
    "iclouddrive": "iCloud",
    "mobile documents": "iCloud",
    "com~apple~clouddocs": "iCloud",
    "kdrive": "kDrive",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "synologydrive": "Synology Drive",
    "pcloud drive": "pCloud",
    "pclouddrive": "pCloud",
    "megasync": "MEGA",
    "box sync": "Box",
    "cloudstorage": "un service en ligne",
}
_VARIABLES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
_NETWORKS = re.compile(
    r"nfs\d?|cifs|smb\d?|smbfs|afpfs|webdav|davfs\d?|afs|ceph|glusterfs|lustre|beegfs|vboxsf|vmhgfs"
    r"|fuse\.(sshfs|rclone|gvfsd-fuse|davfs\d?|s3fs|google-drive-ocamlfuse|onedriver|glusterfs|ceph|vmhgfs-fuse)"
)
_GVFS = re.compile(r"/gvfs/(smb-share|sftp|ftp|dav|nfs|google-drive|afp-volume)")


def place_warning(
    path: PurePath, mounts: Mounts | None = None, environment: Mapping[str, str] | None = None
) -> str | None:
    """Why the folder of ``path`` is a bad place for a data file; None when nothing is known against it.

    ``mounts`` and ``environment``: those of this computer when not given.
    """
    service = _service(path, os.environ if environment is None else environment)
    if service is not None:
        return (
            f"Ce dossier est synchronisé par {service}\u00a0: pendant le travail, le fichier peut être "
            "copié à moitié ou "
            "dédoublé. Gardez-le dans un dossier de l’ordinateur, et mettez ici vos sauvegardes."
        )
    if _is_on_network(path, _mounts() if mounts is None else mounts):
        return (
            "Ce dossier est sur le réseau\u00a0: une coupure peut abîmer le fichier "
            f"«{NBSP}{path.name}{NBSP}». "
            "Gardez-le sur le disque de l’ordinateur, et mettez ici vos sauvegardes."
        )
    if isinstance(path, PureWindowsPath) and _leaves_no_name_for_backups(path):
        return (
            f"Le chemin de «{NBSP}{path.name}{NBSP}» est très long\u00a0: Windows n’accepte pas celui de ses "
            "sauvegardes, qui l’est davantage. Choisissez un dossier moins profond ou des noms plus courts."
        )
    return None


def _leaves_no_name_for_backups(path: PurePath) -> bool:
    return len(str(path.parent)) + 2 * len(path.stem) + _BACKUP_SIGNS > LONGEST_ON_WINDOWS


def place_kind(path: PurePath) -> str:
    """Where a file is, in words that name no folder: « sur le réseau », « synchronisé par OneDrive »."""
    service = _service(path, os.environ)
    if service is not None:
        return f"dossier synchronisé par {service}"
    return "sur le réseau" if _is_on_network(path, _mounts()) else "sur un disque de l’ordinateur"


def _service(path: PurePath, environment: Mapping[str, str]) -> str | None:
    for part in path.parts[:-1]:
        for start, service in _SYNCHRONISED.items():
            if re.fullmatch(rf"{re.escape(start)}(?:[ (-].*)?", part.casefold()):
                return service
    for variable in _VARIABLES:
        root = environment.get(variable)
        if root and type(path)(root) in path.parents:
            return "OneDrive"
    return None


def _is_on_network(path: PurePath, mounts: Mounts) -> bool:
    text = path.as_posix()
    if text.startswith("//") or _GVFS.search(text):
        return True
    if sys.platform == "win32" and path.drive and _is_remote_drive(path.drive):
        return True
    nearest = max(
        (
            (point, kind)
            for point, kind in mounts
            if point == "/" or f"{text}/".startswith(f"{point.rstrip('/')}/")
        ),
        key=lambda mount: len(mount[0]),
        default=("", ""),
    )
    return _NETWORKS.fullmatch(nearest[1].casefold()) is not None


def _is_remote_drive(drive: str) -> bool:
    if sys.platform != "win32":
        return False
    import ctypes

    return bool(ctypes.windll.kernel32.GetDriveTypeW(f"{drive}\\") == 4)  # DRIVE_REMOTE


def _mounts() -> list[tuple[str, str]]:
    if sys.platform == "darwin":
        with suppress(OSError, subprocess.SubprocessError):
            said = subprocess.run(
                ["/sbin/mount"], capture_output=True, text=True, timeout=2, check=True
            ).stdout
            return re.findall(r" on (.+) \((\w+)", said)
    if sys.platform.startswith("linux"):
        with suppress(OSError):
            lines = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
            return [(_unescaped(fields[1]), fields[2]) for fields in map(str.split, lines) if len(fields) > 2]
    return []


def _unescaped(point: str) -> str:
    """The kernel writes a space as « \\040 »."""
    return re.sub(r"\\(\d{3})", lambda octal: chr(int(octal[1], 8)), point)
