"""The log file: what the program did, said with ids, never with names, phone numbers or addresses."""

from __future__ import annotations

import copy
import logging
import os
import re
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path

from gen_desktop.errors import AppError, StorageProblem
from gen_desktop.paths import log_dir

LOG_FILE = "gen-desktop.log"
OURS = "gen_desktop"
MASKED = "'…'"

_RECORD = re.compile(r"\d{4}-\d\d-\d\d [\d:,]+ (?P<level>[A-Z]+) ")
_SEARCHED_LINES = 20_000
_MAX_BYTES = 1_000_000
_KEPT_FILES = 5

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
_CODE_FILE = re.compile(r'(?<=File ")[^"\n]+(?=")')
_HOMES_OF_CODE = (OURS, "site-packages")
# Anything else that an exception says may be what somebody typed: of its message only these words are kept.
_HARMLESS = re.compile(
    "|".join(
        (
            r"(?:UNIQUE|NOT NULL|FOREIGN KEY|CHECK) constraint failed(?:: [a-z_]+(?:\.[a-z_]+)?)?",
            r"no such (?:table|column)|database (?:schema )?is locked|database disk image is malformed",
            r"disk I/O error|attempt to write a readonly database|database or disk is full",
            r"unable to open database file|file is not a database|interrupted",
            r"invalid literal for int\(\) with base \d+|could not convert string to float",
            r"(?:list|tuple|string) index out of range|division by zero|pop from (?:an )?empty \w+",
            r"(?:not enough|too many) values to unpack|dictionary changed size during iteration",
            r"Internal C\+\+ object|already deleted|maximum recursion depth exceeded",
            r"unsupported operand type\(s\)|unhashable type|is not (?:callable|iterable|subscriptable)",
            r"missing \d+ required [a-z-]+ arguments?|got an unexpected keyword argument",
            r"takes (?:from \d+ to )?\d+ positional arguments?|is not JSON serializable",
        )
    )
)

_handler: RotatingFileHandler | None = None


def start_logging(folder: Path | None = None) -> Path:
    """Write warnings of everybody and news of ours to a rotating file.

    Returns the log file. Raises StorageProblem when the folder cannot be written.
    """
    global _handler
    stop_logging()
    folder = folder or log_dir()
    log_file = folder / LOG_FILE
    try:
        _handler = RotatingFileHandler(
            log_file, maxBytes=_MAX_BYTES, backupCount=_KEPT_FILES, encoding="utf-8"
        )
    except OSError as error:
        raise StorageProblem(f"Le journal ne peut pas être écrit dans «\u00a0{folder}\u00a0».") from error
    _handler.setFormatter(PrivateFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(_handler)
    logging.getLogger(OURS).setLevel(logging.INFO)
    return log_file


def stop_logging() -> None:
    """Close the file opened by ``start_logging``; harmless when there is none."""
    global _handler
    if _handler is not None:
        logging.getLogger().removeHandler(_handler)
        _handler.close()
        _handler = None


def last_lines(count: int, folder: Path | None = None) -> list[str]:
    """The end of the log, the older file first when the present one is short."""
    folder = folder or log_dir()
    lines: list[str] = []
    for file in (folder / f"{LOG_FILE}.1", folder / LOG_FILE):
        if file.exists():
            lines += file.read_text(encoding="utf-8", errors="replace").splitlines()
    return lines[-count:]


def last_unhandled(folder: Path | None = None) -> list[str]:
    """The lines of the last error that nobody foresaw, its traceback included; none when there was none."""
    lines = last_lines(_SEARCHED_LINES, folder)
    records = [(at, found["level"]) for at, line in enumerate(lines) if (found := _RECORD.match(line))]
    last = max((at for at, level in records if level == "CRITICAL"), default=None)
    if last is None:
        return []
    following = next((at for at, _level in records if at > last), len(lines))
    return lines[last:following]


class PrivateFormatter(logging.Formatter):
    """Formats a record so that personal data does not reach the file, whatever the exception carried."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of the record, and its traceback if any, with what looks like personal data masked."""
        # A copy: another handler may have cached the plain traceback in the record, and would read ours.
        own = copy.copy(record)
        own.exc_text = None
        if own.name.split(".")[0] != OURS:
            # What a library says may quote what it was given; where it says it tells as much.
            own.msg, own.args = f"{record.module}.py, line {record.lineno}", None
        return mask(super().format(own))

    def formatException(self, ei: object) -> str:  # noqa: N802 - the name is logging's
        """The traceback without the values its exceptions quote."""
        error = ei[1] if isinstance(ei, tuple) else None
        return describe(error) if isinstance(error, BaseException) else ""


def describe(error: BaseException) -> str:
    """Where ``error`` and its causes came from, oldest first, without what their messages quote."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    lines = [describe(before), "", "then:", ""] if before is not None else []
    lines.append("".join(traceback.format_tb(error.__traceback__)).rstrip())
    lines.append(f"{type(error).__module__}.{type(error).__qualname__}: {_safe_message(error)}".rstrip(": "))
    return mask("\n".join(line for line in lines))


def mask(text: str) -> str:
    """``text`` without e-mail addresses, phone and social security numbers, SQL values, places of files."""
    for pattern, replacement in _MASKS:
        text = pattern.sub(replacement, text)
    text = _CODE_FILE.sub(lambda found: _short(found[0]), text)
    return text.replace(str(Path.home()), "~")


def _short(file: str) -> str:
    """A file of code without the folder it is installed in, which may be somebody's."""
    parts = re.split(r"[\\/]", file)
    for home in _HOMES_OF_CODE:
        if home in parts:
            return "/".join(parts[len(parts) - 1 - parts[::-1].index(home) :])
    is_relative = not (file.startswith(("/", "\\", "~")) or file[1:2] == ":")
    return file if is_relative else parts[-1]


def _safe_message(error: BaseException) -> str:
    if isinstance(error, AppError):
        return ""  # a sentence for the person at the keyboard: it may name somebody
    if isinstance(error, OSError):
        return "" if error.errno is None else f"[Errno {error.errno}] {os.strerror(error.errno)}"
    if isinstance(error, AttributeError | NameError | ImportError):
        name = error.name or ""
        return f"'{name}'" if name.replace(".", "").isidentifier() else ""
    # SQLAlchemy keeps the driver's own error, and a statement whose values are elsewhere.
    said = " ".join(_HARMLESS.findall(str(getattr(error, "orig", None) or error)))
    statement = getattr(error, "statement", None)
    return f"{said} [SQL: {_QUOTED.sub(MASKED, statement)}]" if isinstance(statement, str) else said
