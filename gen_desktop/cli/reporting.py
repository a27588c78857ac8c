"""The command that verifies a report, writes and submits it, and answers about those submitted."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from gen_desktop.cli import report_checks, submitted
from gen_desktop.cli.common import opened
from gen_desktop.cli.report_checks import warn_beside
from gen_desktop.cli.report_scopes import FOLLOW_UP, asked_scope, kept_scope
from gen_desktop.cli.statements_parser import STATEMENTS
from gen_desktop.db.database import Database
from gen_desktop.errors import InvalidInput
from gen_desktop.exporting.learner_annex import write_learner_annex
from gen_desktop.reports.learner_annex import draw_annex, load_annex
from gen_desktop.reports.public_reports import build_public_report
from gen_desktop.reports.registry import BuiltReport, build_report
from gen_desktop.services.documents import save_report

_ASKED: dict[str, Callable[[argparse.Namespace], int | None]] = {
    "check": report_checks.check,
    "changes": report_checks.changes,
    "correct": submitted.correct,
    "reprint": submitted.reprint,
    "verify": submitted.verify,
    "compare": submitted.compare,
    "list": submitted.list_all,
}


_ALONE = "La version publique ne parle de personne\u00a0: elle va sans annexe et sans ce qui a changé."
_SAME_FILE = "Le rapport et son annexe nominative sont deux fichiers\u00a0: donnez-leur deux noms."


def report(arguments: argparse.Namespace) -> int | None:
    """Build the report asked for, write it, and enter it in the register of issued documents."""
    if arguments.report in _ASKED:
        return _ASKED[arguments.report](arguments)
    if arguments.report in STATEMENTS:
        from gen_desktop.cli.statements import statement_report

        statement_report(arguments)
        return None
    with opened(arguments, writes=True) as db:
        if arguments.report == "submit":
            kind = arguments.submitted
            scope = kept_scope(*asked_scope(db, arguments, kind), arguments, kind)
            submitted.submit(db, scope, arguments)
        else:
            built = _built(db, arguments)
            save_report(db, built, arguments.out)
            print(arguments.out)
            warn_beside(built)
            if arguments.report == FOLLOW_UP and arguments.annex:
                _write_annex(db, arguments)
    return None


def _built(db: Database, arguments: argparse.Namespace) -> BuiltReport:
    counted, words = asked_scope(db, arguments, arguments.report)
    scope = kept_scope(counted, words, arguments, arguments.report)
    annex = vars(arguments).get("annex")
    if annex is not None and annex.resolve() == arguments.out.resolve():
        raise InvalidInput.one("annex", _SAME_FILE)
    if arguments.public:
        if arguments.since or annex:
            raise InvalidInput.one("public", _ALONE)
        return build_public_report(db, scope)
    return build_report(db, scope, since=report_checks.since_annex(db, arguments, scope))


def _write_annex(db: Database, arguments: argparse.Namespace) -> None:
    scope, _ = asked_scope(db, arguments, FOLLOW_UP)
    with db.read() as session:
        data = load_annex(session, scope)
    pdf = draw_annex(data).render()
    write_learner_annex(db, pdf, arguments.annex, data.scope_text, len(data.rows))
    print(arguments.annex)
