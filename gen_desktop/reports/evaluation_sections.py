"""The evaluation report on paper: first page, flow of people, measure, situations, jobs. No database here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from gen_desktop.models.submitted_report import ReportStamp
from gen_desktop.queries.behind import Behind, CutBehind, those_at
from gen_desktop.queries.breakdowns import Group, contact_mode_at, proof_at, situation_at
from gen_desktop.queries.catalogue import Group as Whole
from gen_desktop.queries.populations import Populations
from gen_desktop.queries.report_changes import ReportChanges
from gen_desktop.queries.report_scopes import COHORTS
from gen_desktop.reference.lists import code_list
from gen_desktop.reports.blocks import Contents, Heading, Paragraph
from gen_desktop.reports.changes_annex import change_blocks
from gen_desktop.reports.checks_annex import annex_blocks
from gen_desktop.reports.cohort_tables import calendar_table
from gen_desktop.reports.common import Check, cover_facts, fingerprint, identity_sheet, start_document
from gen_desktop.reports.evaluation import ANSWER_DIMENSIONS, EXITS, EvaluationData, due_after
from gen_desktop.reports.evaluation_definitions import definition_blocks
from gen_desktop.reports.evaluation_first_page import first_page_blocks
from gen_desktop.reports.evaluation_flow import flow_blocks
from gen_desktop.reports.evaluation_jobs import job_blocks, training_blocks
from gen_desktop.reports.evaluation_opinions import closing_blocks
from gen_desktop.reports.evaluation_tables import (
    abandonment_blocks,
    certification_blocks,
    comparison_blocks,
    equality_blocks,
)
from gen_desktop.reports.figures_text import (
    INDENT,
    Figures,
    group_table,
    number,
    people,
    rate_cell,
    ratio,
)
from gen_desktop.reports.flow import Document, PageBreak
from gen_desktop.reports.method import glossary_blocks, method_blocks
from gen_desktop.reports.outcome_horizons import horizon_blocks
from gen_desktop.reports.pieces import Block
from gen_desktop.reports.table import Cell, Column, Row, Table
from gen_desktop.reports.written import joined, plural, share_text, tell
from gen_desktop.reports.written_texts import text_blocks

TITLE = "Rapport d’évaluation"


def scope_words(data: EvaluationData) -> str:
    """« Année 2026, situation à 6 mois »."""
    return f"{data.title_scope}, situation à {data.horizon} mois"


def draw_evaluation(
    data: EvaluationData,
    checks: Sequence[Check],
    stamp: ReportStamp | None = None,
    since: ReportChanges | None = None,
) -> tuple[Document, str]:
    """The whole report, ready to render, and its fingerprint."""
    digest = fingerprint(data)
    words = scope_words(data)
    document = start_document(data.identity, TITLE, words, data.as_of, (digest, checks), stamp)
    figures = Figures(data.figures)
    cohorts = plural(len(data.identity.cohorts), "cohorte")
    subtitle = joined((words, cohorts, people(data.flow.entered)), " · ")
    document.cover(TITLE, subtitle, cover_facts(data.identity, data.as_of, stamp))
    document.add(*first_page_blocks(data, figures))
    document.add(PageBreak(), Heading(1, "Sommaire"), Contents(1))
    document.add(Heading(1, "1. Fiche d’identité"), identity_sheet(data.identity, words, data.as_of))
    if data.identity.cohorts:
        document.add(calendar_table(data.identity.cohorts, "Cohortes du périmètre"))
    document.add(*flow_blocks(data))
    sections: tuple[Callable[[EvaluationData, Figures], list[Block]], ...] = (
        _measure,
        _situations,
        job_blocks,
        training_blocks,
        certification_blocks,
        equality_blocks,
        definition_blocks,
        abandonment_blocks,
        comparison_blocks,
        closing_blocks,
    )
    for section in sections:
        document.add(*section(data, figures))
    document.add(*text_blocks(data.texts))
    document.add(*method_blocks("13", data.identity, lambda key: _is_used(key, data.horizon)))
    document.add(*glossary_blocks(), *annex_blocks(checks), *change_blocks(since))
    return document, digest


def _is_used(figure_id: str, horizon: int) -> bool:
    return figure_id[0] in "BC" or figure_id in ("A1", "A2") or figure_id.endswith(f".{horizon}")


def _measure(data: EvaluationData, figures: Figures) -> list[Block]:
    k = data.horizon
    heading = Heading(1, "3. Qualité de la mesure")
    if not data.flow.due:
        return [heading, Paragraph(f"Aucun sortant n’est à échéance de {k} mois.")]
    names = (
        *(
            ("D1", "Situation connue"),
            ("D1d", f"{INDENT}dont par un fait daté"),
            ("D2", "Situation inconnue"),
            ("D2nde", f"{INDENT}dont non interrogés"),
        ),
        *(("D2inj", f"{INDENT}dont injoignables"), ("D2ref", f"{INDENT}dont refus de répondre")),
    )
    rows = [(label, rate_cell(figures[f"{key}.{k}"], COHORTS)) for key, label in names]
    of_mode, of_proof = (
        CutBehind(COHORTS, cut, lambda p: p.answered(k)) for cut in (contact_mode_at(k), proof_at(k))
    )
    tried = data.attempts
    words = tell(
        "Tentatives : {} au total, pour {} sortants à échéance. Déclarés injoignables après moins de {} "
        "tentatives : {}.",
        *(tried.attempts, share_text(tried.tried, tried.due), tried.minimum, tried.unreachable_too_soon),
    )
    blocks: list[Block] = [
        heading,
        Table([Column("Des sortants à échéance", align="left"), Column("Part", width=130)], rows),
        Paragraph(words),
        group_table("Mode de collecte des situations connues", "Mode", data.contact_modes, of_mode),
        group_table("Niveau de preuve des situations connues", "Preuve", data.proofs, of_proof),
    ]
    return [*blocks, _answer_table(data)]


def _answer_table(data: EvaluationData) -> Table:
    rows: list[Row] = []
    k = data.horizon
    for (label, groups), cut in zip(data.answers, ANSWER_DIMENSIONS, strict=True):
        told = CutBehind(COHORTS, cut, lambda p: p.answered(k))
        untold = CutBehind(COHORTS, cut, lambda p: p.unknown(k))
        rows.append(Row((label,), "group"))
        for group in groups:
            due, answered = group.counts
            cells: list[Cell] = [
                group.label,
                ratio(answered, data.flow.answered, told.of(group.key)),
                ratio(due - answered, data.flow.unknown, untold.of(group.key)),
                ratio(answered, due, told.of(group.key)),
            ]
            rows.append(Row(cells, "unknown" if group.key is None else "body"))
    columns = [
        Column("Public", align="left"),
        Column("Parmi les répondants"),
        Column("Parmi les non-répondants"),
        Column("Taux de réponse"),
    ]
    note = "Un écart entre les deux premières colonnes dit de qui les taux sur répondants parlent mal."
    return Table(columns, rows, title="Répondants et non-répondants", note=note)


_FAMILIES: tuple[tuple[str, dict[str, str]], ...] = (
    ("En emploi", {"employed": "yes"}),
    ("En formation", {"training": "yes"}),
    ("Autres situations connues", {}),
    ("Situation inconnue", {"known": "no"}),
)


def _family(code: str) -> str:
    entry = code_list("outcome_situation")[code]
    for name, attributes in _FAMILIES:
        if attributes and all(entry[key] == value for key, value in attributes.items()):
            return name
    return "Autres situations connues"


def _situations(data: EvaluationData, figures: Figures) -> list[Block]:
    due = data.flow.due
    nobody = Paragraph(f"Aucun sortant n’est à échéance de {data.horizon} mois.")
    return [
        Heading(1, f"4. Situation à {data.horizon} mois"),
        _situation_table(data) if due else nobody,
        Heading(2, "À chaque échéance"),
        *horizon_blocks(Figures(data.horizons), COHORTS, "", data.target),
    ]


def _situation_table(data: EvaluationData) -> Table:
    rows: list[Row] = []
    for family, _ in _FAMILIES:
        groups = [group for group in data.situations if group.key and _family(group.key) == family]
        groups = [group for group in groups if group.key != "DECES"]
        rows.append(Row((family,), "group"))
        rows += [_situation_row(data, group, family) for group in groups]
    total = tuple(sum(group.counts[index] for group in data.situations) for index in range(4))
    columns = [
        Column("Situation", align="left"),
        Column("Nombre"),
        Column("Des répondants"),
        Column("Des sortants à échéance"),
        Column("Terminés"),
        Column("Abandons"),
        Column("Neutres"),
    ]
    everybody, *by_exit = (cut.everybody() for cut in _situation_cuts(data.horizon))
    answered = Behind(COHORTS, those_at(Populations.answered, data.horizon))
    sums: list[Cell] = [
        "Ensemble",
        number(total[0], everybody),
        ratio(data.flow.answered, data.flow.answered, answered),
        ratio(total[0], data.flow.due, everybody),
        *(number(value, whose) for value, whose in zip(total[1:], by_exit, strict=True)),
    ]
    note = "Les trois dernières colonnes disent comment la personne était sortie. Décès\u00a0: hors base."
    return Table(columns, rows, total=sums, note=note, dense=True)


def _situation_row(data: EvaluationData, group: Group, family: str) -> Row:
    unknown = family == "Situation inconnue"
    n, own, *by_exit = group.counts[0], *(cut.of(group.key) for cut in _situation_cuts(data.horizon))
    cells: list[Cell] = [
        group.label,
        number(n, own),
        None if unknown else ratio(n, data.flow.answered, own),
        ratio(n, data.flow.due, own),
        *(number(value, whose) for value, whose in zip(group.counts[1:], by_exit, strict=True)),
    ]
    return Row(cells, "unknown" if unknown else "body")


def _situation_cuts(horizon: int) -> list[CutBehind]:
    """All who are due by their situation; then by how they had left."""
    due: list[Whole] = [lambda p: p.due(horizon)]
    due += [partial(due_after, horizon=horizon, exit_=one) for one in EXITS]
    return [CutBehind(COHORTS, situation_at(horizon), whole) for whole in due]
