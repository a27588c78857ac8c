"""Startup and shutdown: the only place that wires things together.

Nothing heavy is imported before the first paint: the data layer comes in afterwards, in a thread.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from gen_desktop import paths
from gen_desktop.cli.parser import WITHOUT_DATA, make_parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command, or open the window when none is given. The process's exit status."""
    _write_utf8()
    parser = make_parser()
    arguments = parser.parse_args(argv)
    without_data = arguments.command in WITHOUT_DATA or getattr(arguments, "without_data", False)
    if arguments.data is None and not without_data:
        parser.error("il manque\u00a0: --data FICHIER (avant la commande)")
    if arguments.data is not None and not arguments.data.name:
        parser.error("--data\u00a0: ce n’est pas le nom d’un fichier")
    if any(not _is_text(value) for value in vars(arguments).values()):
        parser.error("un des mots donnés n’est pas écrit en UTF-8")
    if arguments.data_dir is not None:
        paths.use_data_dir(arguments.data_dir)
    if arguments.command is not None:
        from gen_desktop.cli.main import run

        return run(arguments)
    return _open_window(arguments)


def _is_text(value: object) -> bool:
    """Whether a word can be kept: bytes that are no UTF-8 come in as halves of signs. Paths may have some."""
    if isinstance(value, list):
        return all(map(_is_text, value))
    return not isinstance(value, str) or not any("\ud800" <= sign <= "\udfff" for sign in value)


def _write_utf8() -> None:
    """A Windows console or pipe may be in cp1252 or cp850: what it cannot show must not stop the work."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _open_window(arguments: argparse.Namespace) -> int:
    try:
        from gen_desktop.ui.startup import run_window
    except ImportError as error:
        print(f"La fenêtre ne peut pas s’ouvrir\u00a0: {error}", file=sys.stderr)  # noqa: T201 - no window, no log yet
        return 3
    return run_window(arguments.data)
