"""The figures of a report for machines: the JSON that travels inside its PDF (docs/report-json.md).

It holds what the report prints and nothing of any single person: the figures of the catalogue, the rates by
cohort, the definitions of others, and each table, chart and sentence as printed, with the counts that its
numbers were written from. Same report, same text.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from gen_desktop import APP_NAME, VERSION
from gen_desktop.models.submitted_report import ReportData, ReportScope, ReportStamp
from gen_desktop.queries.definition_figures import DefinitionFigure
from gen_desktop.queries.indicators import Figure
from gen_desktop.queries.report_cohorts import CohortRates
from gen_desktop.queries.report_texts import WrittenText
from gen_desktop.reference.parameters import Parameters
from gen_desktop.reports.common import Identity
from gen_desktop.reports.figures_sections import sections
from gen_desktop.reports.finish import Attachment

FORMAT = "gen-desktop/report/1"
"""Changes when a reader of an earlier one would be misled; a member that is added does not change it."""
FILE_NAME = "chiffres.json"


@dataclass(frozen=True, slots=True)
class Counted:
    """What a report counted. ``figures``: by group (queries/report_scopes.py, and ``previous``)."""

    figures: Mapping[str, Sequence[Figure]]
    definitions: Sequence[DefinitionFigure] = ()
    rate_ids: Sequence[str] = ()
    by_cohort: Sequence[CohortRates] = ()
    earlier: Sequence[CohortRates] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What a report says of itself. ``status``: the word that its pages carry, '' for a final one."""

    title: str
    scope: ReportScope
    scope_text: str
    fingerprint: str
    status: str
    stamp: ReportStamp | None
    texts: Sequence[WrittenText] = ()


def report_data(told: Told, identity: Identity, counted: Counted, blocks: Iterable[Any]) -> ReportData:
    """What is kept of a report beside its pages. ``blocks``: as they are drawn."""
    content = report_content(told, identity, counted, blocks)
    return ReportData(
        scope=told.scope,
        figures=json.dumps(content, ensure_ascii=False, indent=1).encode(),
        data_seal=identity.seal.code if identity.seal is not None else "",
        parameters_sha256=_parameters_digest(identity.parameters),
    )


def report_content(
    told: Told, identity: Identity, counted: Counted, blocks: Iterable[Any], *, of_people: bool = False
) -> dict[str, Any]:
    """All that the report prints; ``of_people``: with its tables of single people, which never travel."""
    return {
        "format": FORMAT,
        **_about(told),
        "program": {"name": APP_NAME, "version": VERSION},
        **_identity(identity),
        "parameters": _plain(dataclasses.asdict(identity.parameters)),
        "figures": [
            {"group": group, **_figure(one)} for group, figures in counted.figures.items() for one in figures
        ],
        "definitions": [_definition(one) for one in counted.definitions],
        "cohort_rates": [
            *_rates(counted.by_cohort, counted.rate_ids, earlier=False),
            *_rates(counted.earlier, counted.rate_ids, earlier=True),
        ],
        "sections": sections(blocks, of_people=of_people),
        "texts": [dataclasses.asdict(one) for one in told.texts],
    }


def attachment(data: ReportData, title: str) -> Attachment:
    """The figures as a file inside the PDF."""
    return Attachment(
        FILE_NAME, f"Chiffres du document «\u00a0{title}\u00a0»", "application/json", data.figures
    )


def _about(told: Told) -> dict[str, Any]:
    scope, stamp = told.scope, told.stamp
    return {
        "kind": scope.kind,
        "title": told.title,
        "as_of": scope.as_of.isoformat(),
        "status": told.status,
        "fingerprint": told.fingerprint,
        "scope": _plain(
            {
                "words": told.scope_text,
                "date_from": scope.date_from,
                "date_to": scope.date_to,
                "all_cohorts": scope.cohort_ids is None,
                "horizon": scope.horizon,
            }
        ),
        "submission": None
        if stamp is None
        else {
            "number": stamp.number,
            "submitted_at": stamp.submitted_at.isoformat(),
            "recipient": stamp.recipient,
            "correction": stamp.correction,
            "corrects": stamp.base_number if stamp.correction else None,
            "replaces": stamp.replaces.number if stamp.replaces is not None else None,
            "reason": stamp.reason,
        },
    }


def _identity(identity: Identity) -> dict[str, Any]:
    organization, seal = identity.organization, identity.seal
    return {
        "organization": None
        if organization is None
        else {"name": organization.name, "siret": organization.siret, "nda": organization.nda},
        "programs": [
            _plain(
                {
                    name: getattr(program, name)
                    for name in (
                        "name",
                        "kind",
                        "funder",
                        "agreement_number",
                        "label_number",
                        "label_ends_on",
                    )
                }
            )
            for program in identity.programs
        ],
        "cohorts": [
            _plain(
                {
                    "code": cohort.code,
                    "course": cohort.course,
                    "start": cohort.actual_start or cohort.planned_start,
                    "end": cohort.actual_end or cohort.planned_end,
                }
            )
            for cohort in identity.cohorts
        ],
        "seal": None
        if seal is None
        else {"code": seal.code, "gestures": seal.gestures, "at": seal.at.isoformat()},
    }


def _figure(one: Figure) -> dict[str, Any]:
    names = ("id", "label", "definition", "n", "N", "unknown", "value", "horizon", "target")
    return {"unit": str(one.unit), **_plain({name: getattr(one, name) for name in names})}


def _definition(one: DefinitionFigure) -> dict[str, Any]:
    told = {name: getattr(one.definition, name) for name in ("id", "system", "label", "formula", "source")}
    counted = {name: getattr(one, name) for name in ("n", "N", "unknown", "rate", "low", "high")}
    return told | _plain(counted)


def _rates(cohorts: Sequence[CohortRates], ids: Sequence[str], *, earlier: bool) -> list[dict[str, Any]]:
    return [
        {
            "cohort": cohort.code,
            "earlier": earlier,
            "rates": [{"id": one, "n": r.n, "N": r.N} for one, r in zip(ids, cohort.rates, strict=True)],
        }
        for cohort in cohorts
    ]


def _parameters_digest(parameters: Parameters) -> str:
    rules = json.dumps(_plain(dataclasses.asdict(parameters)), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(rules.encode()).hexdigest()


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Days as ISO texts, rates as numbers of one decimal."""
    return {name: _as_json(value) for name, value in values.items()}


def _as_json(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value
