"""The log file: what the program did, said with ids, never with names, phone numbers or addresses."""

from __future__ import annotations

import faulthandler
import logging
import re
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import IO

from gen_desktop.errors import AppError, StorageProblem
from gen_desktop.paths import log_dir

LOG_FILE = "gen-desktop.log"
CRASH_FILE = "plantage.txt"
PREVIOUS_CRASH_FILE = "plantage-precedent.txt"

_MAX_BYTES = 1_000_000
_KEPT_FILES = 5

_GAP = "[ .\u00a0\u202f-]?"
_MASKS = (
    # SQLAlchemy repeats the values of a failed statement: whole learners would land in the log.
    (re.compile(r"\[parameters: .*?\]\s*(?=\n|\(Background|$)", re.DOTALL), "[parameters: …]"),
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "<courriel>"),
    (
        re.compile(
            r"(?<![\d+])(?:\+\d{2,3}|00\d{2,3}|0)[ .\u00a0\u202f-]?[1-9](?:[ .\u00a0\u202f-]?\d{2}){4}(?!\d)"
        ),
        "<téléphone>",
    ),
    # A social security number: 13 characters and its key of 2. Our own ids have 17 digits and more.
    (re.compile(r"(?<!\d)[12] ?\d{2} ?\d{2} ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3}(?: ?\d{2})?(?!\d)"), "<NIR>"),
)
_QUOTED = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"|«[^»\n]*»|“[^”\n]*”")
# What these say between quotes is a name of the program's own code, not a value somebody typed.
_ABOUT_CODE = (AttributeError, ImportError, NameError, TypeError)

_crash_stream: IO[str] | None = None
_handler: RotatingFileHandler | None = None


def start_logging(folder: Path | None = None) -> Path:
    """Write warnings of everybody and news of ours to a rotating file; native crashes to a file beside it.

    Returns the log file. Raises StorageProblem when the folder cannot be written.
    """
    global _crash_stream, _handler
    stop_logging()
    folder = folder or log_dir()
    _set_previous_crash_aside(folder)
    log_file = folder / LOG_FILE
    try:
        _handler = RotatingFileHandler(
            log_file, maxBytes=_MAX_BYTES, backupCount=_KEPT_FILES, encoding="utf-8"
        )
        _crash_stream = (folder / CRASH_FILE).open("a", encoding="utf-8")
    except OSError as error:
        stop_logging()
        raise StorageProblem(f"Le journal ne peut pas être écrit dans «\u00a0{folder}\u00a0».") from error
    _handler.setFormatter(PrivateFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(_handler)
    logging.getLogger("gen_desktop").setLevel(logging.INFO)
    faulthandler.enable(file=_crash_stream)
    return log_file


def stop_logging() -> None:
    """Close the files opened by ``start_logging``; harmless when there are none."""
    global _crash_stream, _handler
    if _handler is not None:
        logging.getLogger().removeHandler(_handler)
        _handler.close()
        _handler = None
    if _crash_stream is not None:
        faulthandler.disable()
        _crash_stream.close()
        _crash_stream = None


def previous_crash(folder: Path | None = None) -> str:
    """What the run before this one wrote while it crashed, '' if it ended properly."""
    file = (folder or log_dir()) / PREVIOUS_CRASH_FILE
    return file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""


class PrivateFormatter(logging.Formatter):
    """Formats a record so that personal data does not reach the file, whatever the exception carried."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of the record, and its traceback if any, with what looks like personal data masked."""
        # Another handler may have cached the plain traceback in the record, and would read ours.
        kept, record.exc_text = record.exc_text, None
        try:
            return mask(super().format(record))
        finally:
            record.exc_text = kept

    def formatException(self, ei: object) -> str:  # noqa: N802 - the name is logging's
        """The traceback without the values its exceptions quote."""
        error = ei[1] if isinstance(ei, tuple) else None
        return describe(error) if isinstance(error, BaseException) else ""


def describe(error: BaseException) -> str:
    """Where ``error`` and its causes came from, oldest first; values quoted in their messages are masked."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    lines = [describe(before), "", "then:", ""] if before is not None else []
    lines.append("".join(traceback.format_tb(error.__traceback__)).rstrip())
    lines.append(f"{type(error).__module__}.{type(error).__qualname__}: {_safe_message(error)}".rstrip(": "))
    return "\n".join(line for line in lines)


def mask(text: str) -> str:
    """``text`` without e-mail addresses, phone and social security numbers, SQL values, home folder."""
    for pattern, replacement in _MASKS:
        text = pattern.sub(replacement, text)
    return text.replace(str(Path.home()), "~")


def _safe_message(error: BaseException) -> str:
    if isinstance(error, AppError):
        return ""  # a sentence for the person at the keyboard: it may name somebody
    if isinstance(error, _ABOUT_CODE):
        return str(error)
    return _QUOTED.sub("'…'", mask(str(error)))


def _set_previous_crash_aside(folder: Path) -> None:
    crash, previous = folder / CRASH_FILE, folder / PREVIOUS_CRASH_FILE
    try:
        previous.unlink(missing_ok=True)
        if crash.exists() and crash.stat().st_size:
            crash.replace(previous)
    except OSError:
        # Windows refuses while a second program holds the file open; that one will look after it.
        logging.getLogger(__name__).warning("the note of the previous crash could not be set aside")
