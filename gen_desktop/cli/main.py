"""Runs one command and turns its end into an exit status: 0 done, 1 refused, 2 usage, 3 store in trouble."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from gen_desktop.errors import AppError, FileDamaged, KeysLost, StorageProblem

DONE, REFUSED, USAGE, TROUBLE = 0, 1, 2, 3


def run(arguments: argparse.Namespace) -> int:
    """Run the command; its answer goes to stdout, a refusal to stderr as a French sentence."""
    try:
        return _command(arguments.command)(arguments) or DONE
    except (FileDamaged, KeysLost) as error:
        print(error, file=sys.stderr)
        if not getattr(arguments, "without_data", False):  # a damaged parcel has no backups
            from gen_desktop.cli.backups import way_out

            print(way_out(arguments), file=sys.stderr)
        return TROUBLE
    except StorageProblem as error:
        print(error, file=sys.stderr)
        return TROUBLE
    except AppError as error:
        print(error, file=sys.stderr)
        return REFUSED
    except BrokenPipeError:
        return DONE
    except OSError as error:
        named = f"«\u00a0{error.filename or ''}\u00a0»"
        print(f"Le système refuse {named}\u00a0: vérifiez le nom, le dossier et les droits.", file=sys.stderr)
        return TROUBLE


def _command(name: str) -> Callable[[argparse.Namespace], int | None]:
    # Each family brings its libraries in only when it is asked for.
    if name == "self-check":
        from gen_desktop.cli.self_check import self_check

        return self_check
    if name in ("demo", "import", "sample-run"):
        from gen_desktop.cli import bringing

        return {"demo": bringing.demo, "import": bringing.bring, "sample-run": bringing.sample_run}[name]
    if name in ("new", "users"):
        from gen_desktop.cli import users

        return {"new": users.new, "users": users.users}[name]
    if name in ("backup", "backups", "restore"):
        from gen_desktop.cli.backups import COMMANDS

        return COMMANDS[name]
    if name == "move":
        from gen_desktop.cli.moving import move

        return move
    if name == "diagnostic":
        from gen_desktop.cli.diagnosing import diagnose

        return diagnose
    if name in ("delete", "bin", "history"):
        from gen_desktop.cli.bin import COMMANDS as BIN

        return BIN[name]
    if name == "report":
        from gen_desktop.cli.reporting import report

        return report
    if name == "sheet":
        from gen_desktop.cli.sheets import sheet

        return sheet
    if name == "calls":
        from gen_desktop.cli.calls import calls

        return calls
    if name == "paper":
        from gen_desktop.cli.papers import paper

        return paper
    if name == "signed-sheets":
        from gen_desktop.cli.signed_sheets import signed_sheets

        return signed_sheets
    if name == "statement":
        from gen_desktop.cli.statement import statement

        return statement
    if name == "satisfaction":
        from gen_desktop.cli.satisfaction import satisfaction

        return satisfaction
    if name == "audit":
        from gen_desktop.cli.audit import audit

        return audit
    if name == "calendar":
        from gen_desktop.cli.calendar import calendar

        return calendar
    if name in ("definitions", "promotion", "esf"):
        from gen_desktop.cli.definitions import COMMANDS as DEFINED

        return DEFINED[name]
    if name == "privacy":
        from gen_desktop.cli.privacy_retention import privacy

        return privacy
    from gen_desktop.cli.reading import COMMANDS as READING

    return READING[name]
