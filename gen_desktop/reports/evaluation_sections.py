"""The evaluation report on paper: first page, flow of people, measure, situations, jobs. No database here."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gen_desktop.models.submitted_report import ReportStamp
from gen_desktop.queries.breakdowns import Group
from gen_desktop.reference.lists import code_list
from gen_desktop.reports.blocks import Contents, Heading, Note, Paragraph
from gen_desktop.reports.cards import FlowBox, FlowChart
from gen_desktop.reports.changes_annex import SinceEarlier, change_blocks
from gen_desktop.reports.checks_annex import annex_blocks
from gen_desktop.reports.cohort_tables import calendar_table
from gen_desktop.reports.common import Check, cover_facts, fingerprint, identity_sheet, start_document
from gen_desktop.reports.evaluation import EvaluationData
from gen_desktop.reports.evaluation_definitions import definition_blocks
from gen_desktop.reports.evaluation_first_page import first_page_blocks
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
    people,
    rate_cell,
    ratio,
)
from gen_desktop.reports.flow import Document, PageBreak
from gen_desktop.reports.method import glossary_blocks, method_blocks
from gen_desktop.reports.outcome_horizons import horizon_blocks
from gen_desktop.reports.pieces import Block
from gen_desktop.reports.table import Cell, Column, Row, Table
from gen_desktop.reports.written import Written, count, joined, plural, rate, share_text, tell
from gen_desktop.reports.written_texts import text_blocks

TITLE = "Rapport d’évaluation"


def scope_words(data: EvaluationData) -> str:
    """« Année 2026, situation à 6 mois »."""
    return f"{data.title_scope}, situation à {data.horizon} mois"


def draw_evaluation(
    data: EvaluationData,
    checks: Sequence[Check],
    stamp: ReportStamp | None = None,
    since: SinceEarlier | None = None,
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
    document.add(*_flow(data))
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


def _flow(data: EvaluationData) -> list[Block]:
    f, k = data.flow, data.horizon
    n = count
    steps = [
        [FlowBox("Candidatures", n(f.applied))],
        [
            FlowBox("Admis", n(f.admitted), _share(f.admitted, f.applied)),
            FlowBox("Non admis à ce jour", n(f.applied - f.admitted)),
        ],
        [
            FlowBox("Entrés", n(f.entered), _share(f.entered, f.admitted)),
            FlowBox("Admis non entrés", n(f.admitted - f.entered)),
        ],
        [
            FlowBox("Sortis", n(f.left), _share(f.left, f.entered)),
            FlowBox("Encore en formation", n(f.in_training)),
        ],
        [
            FlowBox(f"À échéance de {k} mois", n(f.due), _share(f.due, f.left)),
            FlowBox("Pas à échéance, ou décès", n(f.not_due)),
        ],
        [
            FlowBox("Situation connue", n(f.answered), _share(f.answered, f.due)),
            FlowBox("Situation inconnue", n(f.unknown), _share(f.unknown, f.due)),
        ],
    ]
    words = tell(
        "Chaque part est celle de l’étape qui précède. {} sortis + {} en formation = {} entrés ; "
        "{} à échéance + {} qui n’y sont pas = {} sortis ; {} connus + {} inconnus = {} à échéance.",
        *(f.left, f.in_training, f.entered),
        *(f.due, f.not_due, f.left),
        *(f.answered, f.unknown, f.due),
    )
    return [
        Heading(1, "2. Du dossier à la réponse"),
        FlowChart(steps, alt="Du dépôt de candidature à la situation connue"),
        Note(words),
        _exits_table(data),
    ]


def _share(n: int, total: int) -> Written:
    return joined((rate(n, total), share_text(n, total)), "\n")


def _exits_table(data: EvaluationData) -> Table:
    """How people left, and what is known of them at the horizon: both ways it adds up to the flow."""
    f, codes = data.flow, code_list("outcome_situation")
    rows: list[list[Cell]] = []
    sums = [0, 0, 0]
    lines = (("Parcours terminés", f.completed), ("Abandons", f.abandoned), ("Sorties neutres", f.neutral))
    for column, (label, left) in enumerate(lines, start=1):
        due = sum(group.counts[column] for group in data.situations)
        known = [group for group in data.situations if group.key and codes[group.key]["known"] == "yes"]
        answered = sum(group.counts[column] for group in known)
        sums = [sums[0] + left, sums[1] + due, sums[2] + answered]
        rows.append(
            [
                label,
                count(left),
                ratio(left, f.left),
                count(due),
                count(answered),
                count(due - answered),
            ]
        )
    total: list[Cell] = [
        "Ensemble des sortis",
        count(sums[0]),
        ratio(sums[0], f.left),
        count(sums[1]),
        count(sums[2]),
        count(sums[1] - sums[2]),
    ]
    columns = [
        Column("Manière de sortir", align="left"),
        Column("Sortis"),
        Column("Part"),
        Column(f"À échéance de {data.horizon} mois"),
        Column("Situation connue"),
        Column("Inconnue"),
    ]
    return Table(columns, rows, total=total, title="Terminés, abandons et sorties neutres jusqu’à la réponse")


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
    rows = [(label, rate_cell(figures[f"{key}.{k}"])) for key, label in names]
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
        group_table("Mode de collecte des situations connues", "Mode", data.contact_modes),
        group_table("Niveau de preuve des situations connues", "Preuve", data.proofs),
    ]
    return [*blocks, _answer_table(data)]


def _answer_table(data: EvaluationData) -> Table:
    rows: list[Row] = []
    for label, groups in data.answers:
        rows.append(Row((label,), "group"))
        for group in groups:
            due, answered = group.counts
            cells: list[Cell] = [
                group.label,
                ratio(answered, data.flow.answered),
                ratio(due - answered, data.flow.unknown),
                ratio(answered, due),
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
        *horizon_blocks(Figures(data.horizons), "", data.target),
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
    sums: list[Cell] = [
        "Ensemble",
        count(total[0]),
        ratio(data.flow.answered, data.flow.answered),
        ratio(total[0], data.flow.due),
        *(count(value) for value in total[1:]),
    ]
    note = "Les trois dernières colonnes disent comment la personne était sortie. Décès\u00a0: hors base."
    return Table(columns, rows, total=sums, note=note, dense=True)


def _situation_row(data: EvaluationData, group: Group, family: str) -> Row:
    unknown = family == "Situation inconnue"
    cells: list[Cell] = [
        group.label,
        count(group.counts[0]),
        None if unknown else ratio(group.counts[0], data.flow.answered),
        ratio(group.counts[0], data.flow.due),
        *(count(value) for value in group.counts[1:]),
    ]
    return Row(cells, "unknown" if unknown else "body")
