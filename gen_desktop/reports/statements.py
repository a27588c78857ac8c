"""The other papers of the programme about groups of people, without a name: how each is built."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from gen_desktop.db.database import Database
from gen_desktop.errors import InvalidInput
from gen_desktop.jobs import Job
from gen_desktop.queries.populations import HORIZONS
from gen_desktop.queries.scope import Scope
from gen_desktop.reports.common import BuiltReport, Identity, mention
from gen_desktop.reports.flow import Document
from gen_desktop.reports.public_issue import finished
from gen_desktop.reports.public_json import PublicScope
from gen_desktop.reports.reading import reading

QUALITY_SHEET = "quality_sheet"
BPF = "bpf_statement"
ESF_BALANCE = "esf_balance"
PROMOTION = "promotion_sums"
COMPLETENESS = "completeness_state"
FINANCES = "financial_balance"


def build_quality_sheet(
    db: Database,
    cohort_ids: tuple[int, ...],
    horizon: int,
    as_of: dt.date,
    made_on: dt.date,
    title_scope: str,
    job: Job = Job(),  # noqa: B008 - it keeps nothing
) -> BuiltReport:
    """The result indicators of some cohorts, for everybody to read (Qualiopi), as known on a day.

    ``made_on``: the day printed as that of the sheet. Raises InvalidInput for another horizon than 3, 6, 12
    or 24 months.
    """
    from gen_desktop.reports.quality_sheet import load_quality_sheet, told_figures
    from gen_desktop.reports.quality_sheet_page import TITLE, draw_quality_sheet

    refuse_horizon(horizon)
    with reading(db, job) as session:
        sheet = load_quality_sheet(session, Scope(as_of, cohort_ids), horizon, title_scope)
    asked = PublicScope(QUALITY_SHEET, TITLE, sheet.scope_text, as_of, all_cohorts=False, horizon=horizon)
    drawn = draw_quality_sheet(sheet, made_on)
    return finished(db, asked, sheet.identity, told_figures(sheet), drawn, (), job)


def build_bpf_statement(
    db: Database,
    first: dt.date,
    last: dt.date,
    as_of: dt.date,
    job: Job = Job(),  # noqa: B008 - it keeps nothing
) -> BuiltReport:
    """What is to be keyed in the yearly activity report of an accounting year, from the data of today.

    ``as_of``: the day printed as that of the data. Raises InvalidInput for a year that ends before it begins.
    """
    from gen_desktop.reports.bpf_statement import TITLE, draw_bpf_statement, load_bpf_statement

    with reading(db, job) as session:
        data = load_bpf_statement(session, first, last, as_of)
    return _built((BPF, TITLE, data.scope_text), draw_bpf_statement(data), data.identity, as_of, job)


def build_esf_balance(
    db: Database,
    cohort_ids: tuple[int, ...],
    as_of: dt.date,
    title_scope: str,
    job: Job = Job(),  # noqa: B008 - it keeps nothing
) -> BuiltReport:
    """The balance of the ESF+ participants of some cohorts, as known on a day; nobody is named.

    Raises Forbidden when whoever asks is not shown the answers of participants.
    """
    from gen_desktop.reports.esf_balance import load_esf_balance
    from gen_desktop.reports.esf_balance_page import TITLE, draw_esf_balance

    with reading(db, job) as session:
        balance = load_esf_balance(session, Scope(as_of, cohort_ids), title_scope)
    return _built((ESF_BALANCE, TITLE, title_scope), draw_esf_balance(balance), balance.identity, as_of, job)


def build_promotion_sums(
    db: Database,
    year: int,
    as_of: dt.date,
    job: Job = Job(),  # noqa: B008 - it keeps nothing
) -> BuiltReport:
    """The certified of a calendar year and of the one before, summed up for France compétences."""
    from gen_desktop.reports.promotion_sums import TITLE, draw_promotion_sums, load_promotion_sums

    with reading(db, job) as session:
        data = load_promotion_sums(session, year, as_of)
    return _built((PROMOTION, TITLE, data.scope_text), draw_promotion_sums(data), data.identity, as_of, job)


def build_completeness_state(
    db: Database,
    period: tuple[dt.date, dt.date],
    cohort_ids: tuple[int, ...] | None,
    as_of: dt.date,
    job: Job = Job(),  # noqa: B008 - it keeps nothing
) -> BuiltReport:
    """What lacks and what is wrong in the data of a period, for the house; it names nobody.

    Its checks are those of the follow-up report. Raises InvalidInput for a period that ends before it begins.
    """
    from gen_desktop.reports.completeness_state import (
        TITLE,
        draw_completeness_state,
        load_completeness_state,
    )

    with reading(db, job) as session:
        data = load_completeness_state(session, Scope(as_of, cohort_ids, *period))
    drawn = draw_completeness_state(data)
    built = _built((COMPLETENESS, TITLE, data.scope_text), drawn, data.identity, as_of, job)
    return replace(built, checks=data.checks)


def build_financial_balance(
    db: Database,
    horizon: int,
    as_of: dt.date,
    job: Job = Job(),  # noqa: B008 - it keeps nothing
) -> BuiltReport:
    """Planned and realized of each programme, with the cost of each person and outcome, as known on a day.

    Raises InvalidInput for another horizon than 3, 6, 12 or 24 months.
    """
    from gen_desktop.reports.financial_balance import (
        TITLE,
        draw_financial_balance,
        load_financial_balance,
    )

    refuse_horizon(horizon)
    with reading(db, job) as session:
        data = load_financial_balance(session, as_of, horizon)
    return _built((FINANCES, TITLE, data.scope_text), draw_financial_balance(data), data.identity, as_of, job)


def refuse_horizon(horizon: int) -> None:
    """Raises InvalidInput for months after the exit at which nobody is asked."""
    if horizon not in HORIZONS:
        raise InvalidInput.one("horizon", "L’échéance est de 3, 6, 12 ou 24 mois.")


def _built(
    named: tuple[str, str, str], drawn: tuple[Document, str], identity: Identity, as_of: dt.date, job: Job
) -> BuiltReport:
    """``named``: kind, title, scope in words; ``drawn``: the document and its fingerprint."""
    kind, title, scope_text = named
    document, digest = drawn
    job.step(0, 0, "Mise en page")
    ids = identity.cohort_ids
    return BuiltReport(
        kind=kind,
        data=document.render(lambda page, pages: job.step(page, pages, f"Page {page} sur {pages}")),
        title=title,
        scope_text=scope_text,
        fingerprint=digest,
        checks=(),
        as_of=as_of,
        cohort_id=ids[0] if len(ids) == 1 else None,
        mention=mention(identity, ()),
    )
