"""Section 4 of the follow-up report: from the application to the entry, by steps that add up."""

from __future__ import annotations

from gen_desktop.queries.report_recruitment import RecruitmentFlow
from gen_desktop.reports.blocks import Heading, Note, Paragraph
from gen_desktop.reports.cards import FlowBox, FlowChart
from gen_desktop.reports.figures_text import INDENT, Figures, ratio, sentence
from gen_desktop.reports.follow_up import FollowUpData, Recruitment
from gen_desktop.reports.pieces import Block
from gen_desktop.reports.table import Cell, Column, Row, Table
from gen_desktop.reports.written import Written, count, joined, plural, rate, share_text, tell


def recruitment_blocks(data: FollowUpData, _figures: Figures) -> list[Block]:
    """Section 4."""
    made = data.recruitment
    heading = Heading(1, "4. Recrutement")
    if not made.flow.applied:
        return [heading, Paragraph("Aucune candidature connue dans ce périmètre.")]
    return [heading, _chart(made.flow), _table(made.flow), Paragraph(_delay(made)), _reasons(made)]


def _chart(flow: RecruitmentFlow) -> FlowChart:
    n = count
    steps = [
        [FlowBox("Candidatures", n(flow.applied))],
        [
            FlowBox("Admises", n(flow.admitted), _share(flow.admitted, flow.applied)),
            FlowBox("Non admises à ce jour", n(flow.not_admitted), _share(flow.not_admitted, flow.applied)),
        ],
        [
            FlowBox("Entrées en formation", n(flow.entered), _share(flow.entered, flow.admitted)),
            FlowBox("Admises, non entrées", n(flow.not_entered), _share(flow.not_entered, flow.admitted)),
        ],
    ]
    return FlowChart(steps, alt="De la candidature à l’entrée")


def _share(n: int, total: int) -> Written:
    return joined((rate(n, total), share_text(n, total)), "\n")


def _table(flow: RecruitmentFlow) -> Table:
    rows: list[Row] = [
        _step("Candidatures reçues", flow.applied, flow),
        _step("Admises", flow.admitted, flow),
        _step(f"{INDENT}Entrées en formation", flow.entered, flow),
        _step(f"{INDENT}Désistées après l’admission", flow.withdrawn, flow),
        _step(f"{INDENT}Jamais venues", flow.no_shows, flow),
        _step(f"{INDENT}Pas encore entrées", flow.to_come, flow),
        *_unlisted(flow.unlisted_admitted, flow),
        _step("Non admises à ce jour", flow.not_admitted, flow),
        _step(f"{INDENT}En attente de décision", flow.undecided, flow),
        _step(f"{INDENT}Sur liste d’attente", flow.waiting, flow),
        _step(f"{INDENT}Refusées", flow.refused, flow),
        _step(f"{INDENT}Désistées avant la décision", flow.given_up, flow),
        *_unlisted(flow.unlisted_applied, flow),
    ]
    columns = [
        Column("Étape", align="left"),
        Column("Nombre", width=80),
        Column("Des candidatures", width=130),
    ]
    note = "Admises et non admises font les candidatures reçues ; les lignes en retrait font celle au-dessus."
    return Table(columns, rows, note=sentence(note))


def _step(label: str, n: int, flow: RecruitmentFlow) -> Row:
    cells: list[Cell] = [label, count(n), ratio(n, flow.applied)]
    return Row(cells)


def _unlisted(n: int, flow: RecruitmentFlow) -> list[Row]:
    """Those that a cohort only counted; most cohorts have none."""
    return [_step(f"{INDENT}Déclarées par la cohorte, sans fiche", n, flow)] if n else []


def _delay(made: Recruitment) -> str:
    if made.delay_median is None:
        return sentence("Délai de la candidature à l’entrée : inconnu, faute de dates de candidature.")
    return tell(
        "Délai de la candidature à l’entrée : médiane de {}, connue pour {} entrés.",
        plural(made.delay_median, "jour"),
        share_text(made.delay_known, made.flow.entered),
    )


def _reasons(made: Recruitment) -> Block:
    if not made.reasons:
        return Note("Aucun refus ni désistement enregistré dans ce périmètre.")
    words = {"refused": "refus", "withdrawn": "désistement"}
    rows = [
        (reason or "Motif non renseigné", words[decision], count(n)) for reason, decision, n in made.reasons
    ]
    columns = [
        Column("Motif", align="left"),
        Column("Décision", align="left"),
        Column("Nombre", width=80),
    ]
    return Table(columns, rows, title="Motifs de refus et de désistement")
