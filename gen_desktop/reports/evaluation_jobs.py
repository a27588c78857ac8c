"""Sections 5 and 6 of the evaluation report: the jobs found, further training and business creation."""

from __future__ import annotations

from collections.abc import Sequence

from gen_desktop import french
from gen_desktop.queries.breakdowns import Group
from gen_desktop.reference.lists import code_list
from gen_desktop.reports.blocks import Heading, Note, Paragraph
from gen_desktop.reports.evaluation import EvaluationData
from gen_desktop.reports.figures_text import (
    Figures,
    group_rows,
    rate_cell,
    ratio,
)
from gen_desktop.reports.pieces import Block
from gen_desktop.reports.table import Column, Row, Table
from gen_desktop.reports.written import count, euros, plural, share_text, tell


def job_blocks(data: EvaluationData, figures: Figures) -> list[Block]:
    """Section 5."""
    k, jobs = data.horizon, data.jobs
    heading = Heading(1, "5. Emploi")
    if not jobs.employed:
        return [heading, Paragraph(f"Aucune personne n’est connue en emploi à {k} mois.")]
    rows = [
        (figures[f"{key}.{k}"].label, rate_cell(figures[f"{key}.{k}"]))
        for key in ("D4", "D4p", "D4s", "D5", "D5p", "D6")
    ]
    yes, no, unknown = jobs.digital
    digital = (
        Group("yes", "Dans le numérique", (yes,)),
        Group("no", "Hors du numérique", (no,)),
        Group(None, "Non renseigné", (unknown,)),
    )
    return [
        heading,
        Table([Column("Indicateur", align="left"), Column("Taux", width=130)], rows),
        _jobs_table(data, digital),
        Paragraph(_first_job(data)),
        Paragraph(_salaries(data)),
        Note("La taille de l’employeur n’est pas recueillie dans cet outil."),
    ]


def _jobs_table(data: EvaluationData, digital: Sequence[Group]) -> Table:
    jobs = data.jobs
    rows: list[Row] = []
    for title, groups in (
        ("Contrat", _groups(jobs.contracts)),
        ("Durée du contrat", _groups(jobs.lengths)),
        ("Temps de travail", _groups(jobs.working_times)),
        ("Métier visé par la formation", data.occupations),
        ("Secteur", digital),
        ("Région de l’employeur", _groups(jobs.regions)),
    ):
        rows += [Row((title,), "group"), *group_rows(groups, jobs.employed)]
    columns = [
        Column("Emploi occupé", align="left"),
        Column("Nombre", width=80),
        Column("Part des personnes en emploi", width=150),
    ]
    note = "Chaque partie additionne toutes les personnes en emploi, inconnus compris."
    return Table(columns, rows, title="Emplois occupés à l’échéance", note=note, dense=True)


def _groups(lines: Sequence[tuple[str, int]]) -> list[Group]:
    return [Group(None if label == "Non renseigné" else label, label, (n,)) for label, n in lines]


def _first_job(data: EvaluationData) -> str:
    jobs = data.jobs
    if jobs.first_job_median_days is None:
        return "Délai jusqu’au premier emploi\u00a0: aucune date d’embauche n’est connue."
    return tell(
        "Délai médian de la sortie au premier emploi : {}, connu pour {} personnes en emploi.",
        plural(jobs.first_job_median_days, "jour"),
        share_text(jobs.first_job_known, jobs.employed),
    )


def _salaries(data: EvaluationData) -> str:
    salaries = data.jobs.salaries
    if salaries.median is None:
        return tell(
            "Salaires : {} {}. Sous {}, aucun quartile n’est publié.",
            plural(salaries.count, "montant"),
            french.form(salaries.count, "connu"),
            salaries.minimum,
        )
    return tell(
        "Salaire brut annuel, connu pour {} : un quart sous {}, médiane {}, un quart au-dessus de {}.",
        share_text(salaries.count, data.jobs.employed),
        *(euros(one) for one in (salaries.first_quartile, salaries.median, salaries.third_quartile)),
    )


def training_blocks(data: EvaluationData, figures: Figures) -> list[Block]:
    """Section 6."""
    heading = Heading(1, "6. Formation et création")
    answered = data.flow.answered
    if not answered:
        return [heading, Paragraph("Aucune situation n’est connue à cette échéance.")]
    codes = code_list("outcome_situation")
    rows = [
        (
            group.label,
            count(group.counts[0]),
            ratio(group.counts[0], answered),
            ratio(group.counts[0], data.flow.due),
        )
        for group in data.situations
        if group.key and (codes[group.key]["training"] == "yes" or codes[group.key]["creation"] == "yes")
    ]
    columns = [
        Column("Situation", align="left"),
        Column("Nombre", width=70),
        Column("Des répondants"),
        Column("Des sortants à échéance"),
    ]
    return [heading, Table(columns, rows)]
