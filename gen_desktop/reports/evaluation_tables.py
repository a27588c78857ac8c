"""Sections 7 to 12 of the evaluation report (but 9): certification, equality, comparisons."""

from __future__ import annotations

from collections.abc import Sequence

from gen_desktop.queries.behind import Behind, CutBehind, part_of
from gen_desktop.queries.breakdowns import EXIT_REASON, Group
from gen_desktop.queries.report_cohorts import CohortRates
from gen_desktop.queries.report_scopes import COHORTS
from gen_desktop.reports.blocks import Heading, Note, Paragraph
from gen_desktop.reports.charts import TargetBars
from gen_desktop.reports.evaluation import (
    OUTCOME_DIMENSIONS,
    EvaluationData,
    abandonment_measures,
    main_ids,
    outcome_measures,
)
from gen_desktop.reports.figures_text import (
    Figures,
    against_target,
    gap_points,
    number,
    rate_cell,
    ratio,
    row_kind,
    said,
    sentence,
    target_bar,
    target_text,
    unknown_cell,
)
from gen_desktop.reports.follow_up_tables import block_table
from gen_desktop.reports.method import benchmark_rows
from gen_desktop.reports.pieces import Block
from gen_desktop.reports.table import Cell, Column, Row, Table
from gen_desktop.reports.written import tell


def certification_blocks(data: EvaluationData, figures: Figures) -> list[Block]:
    """Section 7."""
    heading = Heading(1, "7. Certification")
    rates = [figures[key] for key in ("C1", "C2", "C3", "C4")]
    if not any(rate.N for rate in rates):
        return [heading, Paragraph("Personne n’est entré dans ce périmètre.")]
    rows = [(rate.label, rate_cell(rate, COHORTS), unknown_cell(rate, COHORTS)) for rate in rates]
    columns = [Column("Indicateur", align="left"), Column("Taux", width=130), Column("Inconnus", width=80)]
    note = "Seul le taux des entrants compte aussi les personnes qui ne se sont pas présentées."
    return [heading, Table(columns, rows, note=note), *block_table(data.blocks, COHORTS)]


def equality_blocks(data: EvaluationData, figures: Figures) -> list[Block]:
    """Section 8."""
    heading = Heading(1, "8. Égalité et territoires")
    if not data.flow.entered:
        return [heading, Paragraph("Personne n’est entré dans ce périmètre.")]
    small = data.identity.parameters.small_numbers_threshold
    rows: list[Row] = []
    k = data.horizon
    for (label, groups), dimension in zip(data.equality, OUTCOME_DIMENSIONS, strict=True):
        cuts = [CutBehind(COHORTS, dimension, measure) for measure in outcome_measures(k)]
        rows.append(Row((label,), "group"))
        rows += [_equality_row(group, small, [cut.of(group.key) for cut in cuts]) for group in groups]
    titles = (
        *("Abandon", "Certifiés des entrés", f"Réponse à {k} mois"),
        *("Positives, sur rép.", "Positives, prudent", "Emploi, sur rép.", "Durable, sur rép."),
    )
    columns = [Column("Groupe", align="left"), Column("Entrés")]
    columns += [Column(title, stacked=True) for title in titles]
    note = tell(
        "* moins de {} personnes à la base d’un taux au moins : quelques personnes de plus ou de moins le "
        "changent beaucoup ; à ne pas diffuser hors du programme. Sur rép. : parmi les situations connues.",
        small,
    )
    return [heading, Table(columns, rows, note=note, dense=True)]


def _equality_row(group: Group, small: int, behind: Sequence[Behind]) -> Row:
    entered, abandoned, certified, due, answered, positive, employed, durable = group.counts
    came, gone, passed, _, told, well, working, lasting = behind
    star = " *" if 0 < min(entered, answered) < small or 0 < entered < small else ""
    cells: list[Cell] = [
        f"{group.label}{star}",
        number(entered, came),
        ratio(abandoned, entered, gone),
        ratio(certified, entered, passed),
        ratio(answered, due, told),
        ratio(positive, answered, well),
        ratio(positive, due, well),
        ratio(employed, answered, working),
        ratio(durable, answered, lasting),
    ]
    return Row(cells, row_kind(group))


def abandonment_blocks(data: EvaluationData, figures: Figures) -> list[Block]:
    """Section 10."""
    rate = figures["B3"]
    heading = Heading(1, "10. Abandons et devenir")
    words = Paragraph(tell("Abandons parmi les entrés : {}.", said(rate)))
    if not rate.n:
        return [heading, words]
    cuts = [CutBehind(COHORTS, EXIT_REASON, measure) for measure in abandonment_measures(data.horizon)]

    def cells(label: str, counts: Sequence[int], behind: Sequence[Behind]) -> list[Cell]:
        return [label, *(number(n, whose) for n, whose in zip(counts, behind, strict=True))]

    rows = [
        Row(cells(group.label, group.counts, [cut.of(group.key) for cut in cuts]), row_kind(group))
        for group in data.abandonments
    ]
    sums = [sum(group.counts[index] for group in data.abandonments) for index in range(len(cuts))]
    total = cells("Ensemble", sums, [cut.everybody() for cut in cuts])
    titles = (
        "Abandons",
        f"À échéance de {data.horizon} mois",
        "Connus",
        "En emploi",
        "En formation",
        "Inconnus",
    )
    columns = [Column("Motif", align="left"), *(Column(title) for title in titles)]
    note = (
        "Un départ pour un emploi est un abandon, et compte comme emploi à chaque échéance où il se vérifie."
    )
    return [heading, words, Table(columns, rows, total=total, title="Motifs et situation ensuite", note=note)]


def comparison_blocks(data: EvaluationData, figures: Figures) -> list[Block]:
    """Section 11."""
    k = data.horizon
    blocks: list[Block] = [Heading(1, "11. Comparaison")]
    if data.by_cohort:
        note = (
            "Le périmètre évalué est recalculé sur les nombres additionnés, jamais sur la moyenne des taux."
        )
        blocks.append(_cohort_table("Par cohorte", note, data.by_cohort, figures, k))
    if data.earlier:
        title = "Cohortes antérieures des mêmes formations"
        note = "La dernière ligne est le périmètre évalué, pour comparer\u00a0: ces cohortes n’y sont pas."
        blocks.append(_cohort_table(title, note, data.earlier, figures, k))
    elif data.by_cohort:
        blocks.append(Note("Aucune cohorte antérieure des mêmes formations n’est dans ce fichier."))
    blocks += _target_blocks(data, figures)
    published = []
    for key, what, value, source in benchmark_rows():
        figure_id = f"{key}.{k}" if key.startswith("D") else key
        published.append(
            (
                figures[figure_id].label,
                rate_cell(figures[figure_id], COHORTS),
                sentence(f"{value} ({what})"),
                sentence(source),
            )
        )
    heads = [
        Column("Indicateur", align="left"),
        Column("Ici"),
        Column("Publié", align="left"),
        Column("Source", align="left"),
    ]
    words = sentence(
        "Repères nationaux, pour situer et non pour classer : publics, années et manières de compter "
        "diffèrent ; "
        "les taux publiés par le GEN ne disent pas si les inconnus sont exclus."
    )
    return [*blocks, Table(heads, published, title="Repères publiés", note=words, dense=True)]


def _cohort_table(
    title: str, note: str, cohorts: Sequence[CohortRates], figures: Figures, horizon: int
) -> Table:
    titles = (
        "Abandon",
        "Certifiés des entrés",
        "Réponse",
        "Positives, rép.",
        "Positives, prudent",
        "Emploi, rép.",
    )
    columns = [Column("Cohorte", align="left"), *(Column(title, stacked=True) for title in titles)]
    ids = main_ids(horizon)
    rows: list[list[Cell]] = [
        [
            cohort.code,
            *(
                ratio(rate.n, rate.N, Behind(COHORTS, part_of(one), cohort.id))
                for one, rate in zip(ids, cohort.rates, strict=True)
            ),
        ]
        for cohort in cohorts
    ]
    total: list[Cell] = ["Périmètre évalué", *(rate_cell(figures[key], COHORTS) for key in ids)]
    return Table(columns, rows, total=total, title=title, note=note, dense=True)


def _target_blocks(data: EvaluationData, figures: Figures) -> list[Block]:
    k = data.horizon
    known = [figure for figure in figures if data.target(figure.id) is not None and _compared(figure.id, k)]
    if not known:
        return [Note("Aucun objectif n’est paramétré pour les programmes de ce périmètre.")]
    rows = []
    for figure in known:
        target = data.target(figure.id)
        gap = None if target is None or figure.value is None else figure.value - target
        rows.append(
            (
                figure.label,
                rate_cell(figure, COHORTS),
                target_text(target),
                gap_points(gap),
                against_target(figure, target),
            )
        )
    columns = [
        Column("Indicateur", align="left"),
        Column("Taux"),
        Column("Objectif"),
        Column("Écart (points)"),
        Column("Lecture", align="left"),
    ]
    bars = [target_bar(figure, data.target(figure.id), COHORTS) for figure in known]
    note = sentence("Trait vertical : objectif. Inconnus compris dans la base, sauf sur répondants.")
    return [
        TargetBars(bars, alt="Indicateurs qui ont un objectif", note=note),
        Table(columns, rows, title="Objectifs des programmes"),
    ]


def _compared(figure_id: str, horizon: int) -> bool:
    if figure_id.startswith("A4") or figure_id.endswith(".connus"):
        return False
    return not figure_id.startswith("D") or figure_id.endswith(f".{horizon}")
