"""The end of making a public document: its open data inside, and what it would tell beside those issued."""

from __future__ import annotations

import json
from collections.abc import Sequence

from gen_desktop.db.database import Database
from gen_desktop.jobs import Job
from gen_desktop.reports.common import BuiltReport, Check, Identity, mention
from gen_desktop.reports.flow import Document
from gen_desktop.reports.public_json import PublicScope, open_data
from gen_desktop.reports.public_overlap import overlap_checks
from gen_desktop.reports.public_rates import ToldFigure


def finished(
    db: Database,
    scope: PublicScope,
    identity: Identity,
    figures: Sequence[ToldFigure],
    drawn: tuple[Document, str],
    checks: Sequence[Check] = (),
    job: Job = Job(),  # noqa: B008 - it keeps nothing
) -> BuiltReport:
    """The document with its open data.

    ``figures``: those it tells; ``drawn``: its pages, its fingerprint; ``checks``: of its numbers.
    """
    document, digest = drawn
    data = open_data(scope, identity, figures, document.blocks)
    document.attach(data)
    with db.read() as session:
        beside = overlap_checks(session, json.loads(data.data), identity.parameters)
    return BuiltReport(
        kind=scope.kind,
        data=document.render(lambda page, pages: job.step(page, pages, f"Page {page} sur {pages}")),
        title=scope.title,
        scope_text=scope.words,
        fingerprint=digest,
        checks=(*beside, *checks),
        as_of=scope.as_of,
        cohort_id=identity.single_cohort_id,
        mention=mention(identity, checks),
        is_kept=True,
    )
