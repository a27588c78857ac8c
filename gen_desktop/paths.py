"""Where the program's own files are: what it ships with, and what it keeps for the person using it."""

from __future__ import annotations

from pathlib import Path

import platformdirs

from gen_desktop import APP_NAME
from gen_desktop.errors import StorageProblem

# PyInstaller lays gen_desktop/ and resources/ side by side, as the source tree does.
_ROOT = Path(__file__).resolve().parent.parent

_chosen_data_dir: Path | None = None


def resource_path(*parts: str) -> Path:
    """A file shipped in ``resources/``, from source or bundle: ``resource_path("icons", "home.svg")``."""
    return _ROOT.joinpath("resources", *parts)


def use_data_dir(path: Path | None) -> None:
    """Keep settings, logs and crash notes under ``path`` from now on; ``None``: the system's own place."""
    global _chosen_data_dir
    _chosen_data_dir = None if path is None else path.expanduser().resolve()


def user_data_dir() -> Path:
    """The folder of this person's settings and logs, made if missing (StorageProblem if it cannot be)."""
    if _chosen_data_dir is not None:
        return _made(_chosen_data_dir)
    return _made(platformdirs.user_data_path(APP_NAME, appauthor=False))


def log_dir() -> Path:
    """The folder of the log files, made if missing. Raises StorageProblem if it cannot be."""
    return _made(user_data_dir() / "journaux")


def settings_file() -> Path:
    """The JSON file of the user's preferences; it need not exist yet."""
    return user_data_dir() / "preferences.json"


def window_state_file() -> Path:
    """The INI file where the window keeps its geometry (QSettings); it need not exist yet."""
    return user_data_dir() / "fenetre.ini"


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageProblem(
            f"Le dossier «\u00a0{folder}\u00a0» ne peut pas être créé. "
            "Vérifiez les droits d’accès et la place libre."
        ) from error
    return folder
