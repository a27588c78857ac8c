"""The evaluation report on paper: first page, flow of people, measure, situations, jobs. No database here."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gen_desktop import french
from gen_desktop.queries.breakdowns import Group
from gen_desktop.reference.lists import code_list
from gen_desktop.reports.blocks import Contents, Heading, Note, Paragraph
from gen_desktop.reports.cards import FlowBox, FlowChart, KeyFigure, KeyFigures
from gen_desktop.reports.charts import OutcomeBar, OutcomeBars, Segment
from gen_desktop.reports.common import Check, cover_facts, fingerprint, identity_sheet, start_document
from gen_desktop.reports.evaluation import EvaluationData
from gen_desktop.reports.evaluation_jobs import job_blocks, training_blocks
from gen_desktop.reports.evaluation_tables import (
    abandonment_blocks,
    certification_blocks,
    closing_blocks,
    comparison_blocks,
    definition_blocks,
    equality_blocks,
)
from gen_desktop.reports.figures_text import (
    INDENT,
    Figures,
    against_target,
    counts_of,
    group_table,
    people,
    rate_cell,
    rate_of,
    ratio,
    said,
    sentence,
    share,
    target_text,
)
from gen_desktop.reports.flow import LANDSCAPE, NORMAL, Document, PageBreak
from gen_desktop.reports.method import glossary_blocks, method_blocks
from gen_desktop.reports.pieces import Block
from gen_desktop.reports.table import Cell, Column, Row, Table

TITLE = "Rapport d’évaluation"


def scope_words(data: EvaluationData) -> str:
    """« Année 2026, situation à 6 mois »."""
    return f"{data.title_scope}, situation à {data.horizon} mois"


def draw_evaluation(data: EvaluationData, checks: Sequence[Check]) -> tuple[Document, str]:
    """The whole report, ready to render, and its fingerprint."""
    digest = fingerprint(data, data.identity.seal)
    words = scope_words(data)
    document = start_document(data.identity, TITLE, words, data.as_of, (digest, checks))
    figures = Figures(data.figures)
    subtitle = " · ".join(
        (words, french.plural(len(data.identity.cohorts), "cohorte"), people(data.flow.entered))
    )
    document.cover(TITLE, subtitle, cover_facts(data.identity, data.as_of))
    document.add(*_first_page(data, figures))
    document.add(PageBreak(), Heading(1, "Sommaire"), Contents(1))
    document.add(Heading(1, "1. Fiche d’identité"), identity_sheet(data.identity, words, data.as_of))
    document.add(*_flow(data))
    sections: tuple[Callable[[EvaluationData, Figures], list[Block]], ...] = (
        _measure,
        _situations,
        job_blocks,
        training_blocks,
        certification_blocks,
    )
    for section in sections:
        document.add(*section(data, figures))
    document.add(PageBreak(LANDSCAPE), *equality_blocks(data, figures), PageBreak(NORMAL))
    for section in (definition_blocks, abandonment_blocks, comparison_blocks, closing_blocks):
        document.add(*section(data, figures))
    document.add(*method_blocks("13", data.identity, lambda key: _is_used(key, data.horizon)))
    document.add(*glossary_blocks())
    return document, digest


def _is_used(figure_id: str, horizon: int) -> bool:
    return figure_id[0] in "BC" or figure_id in ("A1", "A2") or figure_id.endswith(f".{horizon}")


def _first_page(data: EvaluationData, figures: Figures) -> list[Block]:
    k = data.horizon
    cards = [
        _card(data, figures, key, label)
        for key, label in (
            ("B4", "Parcours terminés"),
            ("C4", "Certifiés parmi les entrés"),
            (f"D1.{k}", f"Situation connue à {k} mois"),
            (f"D4.{k}", "En emploi, sur répondants"),
            (f"D3a.{k}", "Sorties positives GEN, sur répondants"),
            (f"D3b.{k}", "Sorties positives GEN, prudent"),
            (f"D3c.{k}", "Sorties positives GEN, haut"),
            (f"D5.{k}", "Emploi durable, sur répondants"),
        )
    ]
    blocks: list[Block] = [KeyFigures(cards)]
    if data.flow.due:
        blocks.append(_outcome_bar(data, figures))
    blocks.append(Paragraph(_in_words(data, figures)))
    note = sentence(
        "Sorties positives GEN : emploi, création d’entreprise ou formation. Sur répondants : parmi les "
        "situations "
        "connues. Prudent : l’inconnu compte comme non. Haut : il compte comme oui. La vérité est entre "
        "les deux."
    )
    return [*blocks, Note(note)]


def _card(data: EvaluationData, figures: Figures, key: str, label: str) -> KeyFigure:
    figure, target = figures[key], data.target(key)
    reading = against_target(figure, target)
    detail = reading if target is None else f"objectif {target_text(target)}, {reading}"
    mark = None if target is None else float(target) / 100
    return KeyFigure(label, rate_of(figure), counts_of(figure), detail, share(figure), mark)


def _outcome_bar(data: EvaluationData, figures: Figures) -> OutcomeBars:
    k, due = data.horizon, data.flow.due
    durable, employed = figures[f"D5.{k}"].n, figures[f"D4.{k}"].n
    training = sum_of(data.situations, training="yes")
    other = data.flow.answered - employed - training
    parts = (
        ("emploi durable", durable),
        ("autre emploi", employed - durable),
        ("formation", training),
        ("recherche ou autre", other),
        ("inconnu", data.flow.unknown),
    )
    segments = [Segment(f"{name} ({n})", n / due, french.rate(n, due)) for name, n in parts]
    return OutcomeBars(
        [OutcomeBar(segments)],
        alt=f"Situation à {k} mois des {due} sortants à échéance",
        note=sentence(f"Base : {french.plural(due, 'sortant')} à échéance de {k} mois, inconnus compris."),
    )


def sum_of(groups: Sequence[Group], **attributes: str) -> int:
    """How many of the groups, keyed by situation codes, have these attributes."""
    codes = code_list("outcome_situation")
    return sum(
        group.counts[0]
        for group in groups
        if group.key is not None
        and all(codes[group.key][name] == value for name, value in attributes.items())
    )


def _in_words(data: EvaluationData, figures: Figures) -> str:
    k, flow = data.horizon, data.flow
    if not flow.due:
        return sentence(
            f"{people(flow.entered)} entrées, {flow.left} sorties ; aucune n’est encore à échéance de {k} "
            "mois : "
            "les taux d’insertion n’ont pas de base."
        )
    unknown = figures[f"D2.{k}"]
    return sentence(
        f"{people(flow.entered)} entrées, {flow.completed} parcours terminés, {flow.abandoned} abandons. À "
        f"{k} mois, "
        f"{people(flow.due)} à échéance : {flow.answered} ont une situation connue, {said(unknown)} sont "
        "inconnues. "
        f"En emploi, au moins {said(figures[f'D4p.{k}'])} ; en emploi durable, au moins "
        f"{said(figures[f'D5p.{k}'])}."
    )


def _flow(data: EvaluationData) -> list[Block]:
    f, k = data.flow, data.horizon
    n = french.number
    steps = [
        [FlowBox("Candidatures", n(f.applied))],
        [
            FlowBox("Admis", n(f.admitted), french.rate(f.admitted, f.applied)),
            FlowBox("Non admis à ce jour", n(f.applied - f.admitted)),
        ],
        [
            FlowBox("Entrés", n(f.entered), french.rate(f.entered, f.admitted)),
            FlowBox("Admis non entrés", n(f.admitted - f.entered)),
        ],
        [
            FlowBox("Sortis", n(f.left), french.rate(f.left, f.entered)),
            FlowBox("Encore en formation", n(f.in_training)),
        ],
        [
            FlowBox(f"À échéance de {k} mois", n(f.due), french.rate(f.due, f.left)),
            FlowBox("Pas à échéance, ou décès", n(f.not_due)),
        ],
        [
            FlowBox("Situation connue", n(f.answered), french.rate(f.answered, f.due)),
            FlowBox("Situation inconnue", n(f.unknown), french.rate(f.unknown, f.due)),
        ],
    ]
    words = sentence(
        "Chaque part est celle de l’étape qui précède. "
        f"{n(f.left)} sortis + {n(f.in_training)} en formation = {n(f.entered)} entrés ; "
        f"{n(f.due)} à échéance + {n(f.not_due)} qui n’y sont pas = {n(f.left)} sortis ; "
        f"{n(f.answered)} connus + {n(f.unknown)} inconnus = {n(f.due)} à échéance."
    )
    return [
        Heading(1, "2. Du dossier à la réponse"),
        FlowChart(steps, alt="Du dépôt de candidature à la situation connue"),
        Note(words),
        _exits_table(data),
    ]


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
                french.number(left),
                ratio(left, f.left),
                french.number(due),
                french.number(answered),
                french.number(due - answered),
            ]
        )
    total: list[Cell] = [
        "Ensemble des sortis",
        french.number(sums[0]),
        ratio(sums[0], f.left),
        french.number(sums[1]),
        french.number(sums[2]),
        french.number(sums[1] - sums[2]),
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
            ("D2", "Situation inconnue"),
            ("D2nde", f"{INDENT}dont non interrogés"),
        ),
        *(("D2inj", f"{INDENT}dont injoignables"), ("D2ref", f"{INDENT}dont refus de répondre")),
    )
    rows = [(label, rate_cell(figures[f"{key}.{k}"])) for key, label in names]
    tried = data.attempts
    words = sentence(
        f"Tentatives : {tried.attempts} au total, pour {french.share_text(tried.tried, tried.due)} "
        "sortants à échéance. "
        f"Déclarés injoignables après moins de {tried.minimum} tentatives : {tried.unreachable_too_soon}."
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
    heading = Heading(1, f"4. Situation à {data.horizon} mois")
    if not data.flow.due:
        return [heading, Paragraph(f"Aucun sortant n’est à échéance de {data.horizon} mois.")]
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
        french.number(total[0]),
        ratio(data.flow.answered, data.flow.answered),
        ratio(total[0], data.flow.due),
        *(french.number(value) for value in total[1:]),
    ]
    note = "Les trois dernières colonnes disent comment la personne était sortie. Décès\u00a0: hors base."
    return [heading, Table(columns, rows, total=sums, note=note, dense=True)]


def _situation_row(data: EvaluationData, group: Group, family: str) -> Row:
    unknown = family == "Situation inconnue"
    cells: list[Cell] = [
        group.label,
        french.number(group.counts[0]),
        None if unknown else ratio(group.counts[0], data.flow.answered),
        ratio(group.counts[0], data.flow.due),
        *(french.number(value) for value in group.counts[1:]),
    ]
    return Row(cells, "unknown" if unknown else "body")
