"""What one person prefers on this computer. Data of the organisation is in the database, never here."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from gen_desktop.errors import StorageProblem
from gen_desktop.files import put_in_place
from gen_desktop.paths import settings_file

Theme = Literal["system", "light", "dark"]

MAX_RECENT_FILES = 8

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Settings:
    """The preferences; change them with ``dataclasses.replace`` and keep them with ``save_settings``."""

    theme: Theme = "system"
    last_file: str | None = None
    recent_files: tuple[str, ...] = ()
    # Keys of a later version of the program: written back as they were read.
    unknown: Mapping[str, Any] = field(default_factory=dict)

    def with_opened(self, file: Path) -> Settings:
        """The settings after ``file`` was opened: it comes first among the recent ones, once."""
        name = str(file)
        others = tuple(recent for recent in self.recent_files if recent != name)
        return replace(self, last_file=name, recent_files=(name, *others)[:MAX_RECENT_FILES])

    def without(self, file: Path) -> Settings:
        """The settings once ``file`` is gone: neither last nor recent."""
        name = str(file)
        return replace(
            self,
            last_file=None if self.last_file == name else self.last_file,
            recent_files=tuple(recent for recent in self.recent_files if recent != name),
        )


def load_settings(file: Path | None = None) -> Settings:
    """The stored preferences. A senseless value counts as absent; an unreadable file is set aside."""
    file = file or settings_file()
    try:
        stored = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except OSError:
        logger.warning("preferences could not be read", exc_info=True)
        return Settings()
    except (ValueError, RecursionError):
        _set_aside(file)
        return Settings()
    return _from_json(stored) if isinstance(stored, dict) else Settings()


def save_settings(settings: Settings, file: Path | None = None) -> None:
    """Replace the stored preferences in one step; on StorageProblem the old ones are untouched."""
    file = file or settings_file()
    values = asdict(settings)
    values = {**values.pop("unknown"), **values}
    temporary = file.with_name(f"{file.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("w", encoding="utf-8") as stream:
            json.dump(values, stream, ensure_ascii=False, indent=2)
            stream.flush()
            os.fsync(stream.fileno())
        put_in_place(temporary, file)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise StorageProblem(
            f"Vos préférences ne peuvent pas être enregistrées dans «\u00a0{file}\u00a0». "
            "Vérifiez les droits d’accès et la place libre."
        ) from error


def _from_json(stored: dict[str, Any]) -> Settings:
    theme, last, recent = stored.get("theme"), stored.get("last_file"), stored.get("recent_files")
    if not isinstance(recent, list):
        recent = []
    return Settings(
        theme=theme if theme in ("system", "light", "dark") else "system",
        last_file=last if isinstance(last, str) else None,
        recent_files=tuple(file for file in recent if isinstance(file, str)),
        unknown={key: value for key, value in stored.items() if key not in Settings.__slots__},
    )


def _set_aside(file: Path) -> None:
    aside = file.with_name(file.name + ".illisible")
    try:
        file.replace(aside)
    except OSError:
        logger.warning("unreadable preferences could not be set aside", exc_info=True)
        return
    logger.warning("unreadable preferences were set aside")
