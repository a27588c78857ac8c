"""Sections 5 and 6 of the evaluation report: the jobs found, further training and business creation."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gen_desktop import french
from gen_desktop.queries.behind import Behind, CutBehind, found
from gen_desktop.queries.breakdowns import UNKNOWN_LABEL, Group, situation_at, target_occupation_at
from gen_desktop.queries.outcome_facts import holding
from gen_desktop.queries.report_scopes import COHORTS
from gen_desktop.reference.lists import code_list
from gen_desktop.reports.blocks import Heading, Note, Paragraph
from gen_desktop.reports.evaluation import EvaluationData
from gen_desktop.reports.figures_text import (
    Figures,
    group_rows,
    number,
    rate_cell,
    ratio,
)
from gen_desktop.reports.pieces import Block
from gen_desktop.reports.table import Column, Row, Table
from gen_desktop.reports.written import euros, plural, share_text, tell


def job_blocks(data: EvaluationData, figures: Figures) -> list[Block]:
    """Section 5."""
    k, jobs = data.horizon, data.jobs
    heading = Heading(1, "5. Emploi")
    if not jobs.employed:
        return [heading, Paragraph(f"Aucune personne n’est connue en emploi à {k} mois.")]
    rows = [
        (figures[f"{key}.{k}"].label, rate_cell(figures[f"{key}.{k}"], COHORTS))
        for key in ("D4", "D4p", "D4s", "D5", "D5p", "D6")
    ]
    return [
        heading,
        Table([Column("Indicateur", align="left"), Column("Taux", width=130)], rows),
        _jobs_table(data),
        Paragraph(_first_job(data)),
        Paragraph(_salaries(data)),
        Note("La taille de l’employeur n’est pas recueillie dans cet outil."),
    ]


def _jobs_table(data: EvaluationData) -> Table:
    jobs = data.jobs
    rows: list[Row] = []
    for title, fact, lines in (
        ("Contrat", "contract", jobs.contracts),
        ("Durée du contrat", "length", jobs.lengths),
        ("Temps de travail", "working_time", jobs.working_times),
        ("Métier visé par la formation", "", ()),
        ("Secteur", "digital", jobs.digital),
        ("Région de l’employeur", "region", jobs.regions),
    ):
        rows.append(Row((title,), "group"))
        if fact:
            rows += group_rows(_groups(lines), jobs.employed, _holding(fact, data.horizon))
        else:
            rows += group_rows(data.occupations, jobs.employed, _occupation(data.horizon).of)
    columns = [
        Column("Emploi occupé", align="left"),
        Column("Nombre", width=80),
        Column("Part des personnes en emploi", width=150),
    ]
    note = "Chaque partie additionne toutes les personnes en emploi, inconnus compris."
    return Table(columns, rows, title="Emplois occupés à l’échéance", note=note, dense=True)


def _groups(lines: Sequence[tuple[str, int]]) -> list[Group]:
    return [Group(None if label == UNKNOWN_LABEL else label, label, (n,)) for label, n in lines]


def _holding(fact: str, horizon: int) -> Callable[[str | None], Behind]:
    """The people whose job is said so, by the label of a line."""

    def behind(key: str | None) -> Behind:
        said = key or UNKNOWN_LABEL
        return Behind(COHORTS, found(lambda session, p: holding(session, p, horizon, fact, said)))

    return behind


def _occupation(horizon: int) -> CutBehind:
    return CutBehind(COHORTS, target_occupation_at(horizon), lambda p: p.employed(horizon))


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
    cut = CutBehind(COHORTS, situation_at(data.horizon), lambda p: p.due(data.horizon))
    rows = [
        (
            group.label,
            number(group.counts[0], cut.of(group.key)),
            ratio(group.counts[0], answered, cut.of(group.key)),
            ratio(group.counts[0], data.flow.due, cut.of(group.key)),
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
