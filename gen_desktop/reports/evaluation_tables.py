"""Sections 7 to 12 of the evaluation report (but 9): certification, equality, comparisons."""

from __future__ import annotations

from collections.abc import Sequence

from gen_desktop.queries.breakdowns import Group
from gen_desktop.queries.report_cohorts import CohortRates, Ratio
from gen_desktop.reports.blocks import Heading, Note, Paragraph
from gen_desktop.reports.charts import TargetBars
from gen_desktop.reports.evaluation import EvaluationData, main_ids
from gen_desktop.reports.figures_text import (
    Figures,
    against_target,
    gap_points,
    rate_cell,
    ratio,
    said,
    sentence,
    target_bar,
    target_text,
)
from gen_desktop.reports.follow_up_tables import block_table
from gen_desktop.reports.method import benchmark_rows
from gen_desktop.reports.pieces import Block
from gen_desktop.reports.table import Cell, Column, Rate, Row, Table
from gen_desktop.reports.written import count, tell


def certification_blocks(data: EvaluationData, figures: Figures) -> list[Block]:
    """Section 7."""
    heading = Heading(1, "7. Certification")
    rates = [figures[key] for key in ("C1", "C2", "C3", "C4")]
    if not any(rate.N for rate in rates):
        return [heading, Paragraph("Personne n’est entré dans ce périmètre.")]
    rows = [(rate.label, rate_cell(rate), count(rate.unknown)) for rate in rates]
    columns = [Column("Indicateur", align="left"), Column("Taux", width=130), Column("Inconnus", width=80)]
    note = "Seul le taux des entrants compte aussi les personnes qui ne se sont pas présentées."
    return [heading, Table(columns, rows, note=note), *block_table(data.blocks)]


def equality_blocks(data: EvaluationData, figures: Figures) -> list[Block]:
    """Section 8."""
    heading = Heading(1, "8. Égalité et territoires")
    if not data.flow.entered:
        return [heading, Paragraph("Personne n’est entré dans ce périmètre.")]
    small = data.identity.parameters.small_numbers_threshold
    rows: list[Row] = []
    for label, groups in data.equality:
        rows.append(Row((label,), "group"))
        rows += [_equality_row(group, small) for group in groups]
    k = data.horizon
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


def _equality_row(group: Group, small: int) -> Row:
    entered, abandoned, certified, due, answered, positive, employed, durable = group.counts
    star = " *" if 0 < min(entered, answered) < small or 0 < entered < small else ""
    cells: list[Cell] = [
        f"{group.label}{star}",
        count(entered),
        ratio(abandoned, entered),
        ratio(certified, entered),
        ratio(answered, due),
        ratio(positive, answered),
        ratio(positive, due),
        ratio(employed, answered),
        ratio(durable, answered),
    ]
    return Row(cells, "unknown" if group.key is None else "body")


def _rate(made: Ratio) -> Rate:
    return ratio(made.n, made.N)


def abandonment_blocks(data: EvaluationData, figures: Figures) -> list[Block]:
    """Section 10."""
    rate = figures["B3"]
    heading = Heading(1, "10. Abandons et devenir")
    words = Paragraph(tell("Abandons parmi les entrés : {}.", said(rate)))
    if not rate.n:
        return [heading, words]
    rows = []
    for group in data.abandonments:
        abandoned, due, answered, employed, training = group.counts
        numbers = (abandoned, due, answered, employed, training, due - answered)
        kind = "unknown" if group.key is None else "body"
        rows.append(Row((group.label, *(count(n) for n in numbers)), kind))  # type: ignore[arg-type]
    sums = [sum(group.counts[index] for group in data.abandonments) for index in range(5)]
    total = ("Ensemble", *(count(n) for n in (*sums, sums[1] - sums[2])))
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
                rate_cell(figures[figure_id]),
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
    rows: list[list[Cell]] = [[cohort.code, *(_rate(rate) for rate in cohort.rates)] for cohort in cohorts]
    total: list[Cell] = ["Périmètre évalué", *(rate_cell(figures[key]) for key in main_ids(horizon))]
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
                rate_cell(figure),
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
    bars = [target_bar(figure, data.target(figure.id)) for figure in known]
    note = sentence("Trait vertical : objectif. Inconnus compris dans la base, sauf sur répondants.")
    return [
        TargetBars(bars, alt="Indicateurs qui ont un objectif", note=note),
        Table(columns, rows, title="Objectifs des programmes"),
    ]


def _compared(figure_id: str, horizon: int) -> bool:
    if figure_id.startswith("A4") or figure_id.endswith(".connus"):
        return False
    return not figure_id.startswith("D") or figure_id.endswith(f".{horizon}")
