"""Section 4 of the follow-up report: from the application to the entry, by steps that add up."""

from __future__ import annotations

from gen_desktop.queries.behind import Behind, those
from gen_desktop.queries.catalogue import Group
from gen_desktop.queries.populations import Populations
from gen_desktop.queries.report_facts import led_nowhere_for
from gen_desktop.queries.report_recruitment import (
    STEPS,
    RecruitmentFlow,
    admitted_elsewhere,
    at_step,
    not_admitted,
)
from gen_desktop.queries.report_scopes import PERIOD
from gen_desktop.reports.blocks import Heading, Note, Paragraph
from gen_desktop.reports.cards import FlowBox, FlowChart
from gen_desktop.reports.figures_text import INDENT, Figures, number, ratio, sentence
from gen_desktop.reports.follow_up import FollowUpData, Recruitment
from gen_desktop.reports.pieces import Block
from gen_desktop.reports.spots import FigureSource, source_of
from gen_desktop.reports.table import Column, Number, Row, Table
from gen_desktop.reports.written import Written, count, joined, plural, rate, share_text, tell


def recruitment_blocks(data: FollowUpData, _figures: Figures) -> list[Block]:
    """Section 4."""
    made = data.recruitment
    heading = Heading(1, "4. Recrutement")
    if not made.flow.applied:
        return [heading, Paragraph("Aucune candidature connue dans ce périmètre.")]
    return [heading, _chart(made.flow), _table(made.flow), Paragraph(_delay(made)), _reasons(made)]


def _chart(flow: RecruitmentFlow) -> FlowChart:
    behind = _behind(flow)

    def box(label: str, name: str, total: int | None = None) -> FlowBox:
        n = getattr(flow, name)
        return FlowBox(label, count(n), "" if total is None else _share(n, total), behind[name])

    steps = [
        [box("Candidatures", "applied")],
        [
            box("Admises", "admitted", flow.applied),
            box("Non admises à ce jour", "not_admitted", flow.applied),
        ],
        [
            box("Entrées en formation", "entered", flow.admitted),
            box("Admises, non entrées", "not_entered", flow.admitted),
        ],
    ]
    return FlowChart(steps, alt="De la candidature à l’entrée")


def _share(n: int, total: int) -> Written:
    return joined((rate(n, total), share_text(n, total)), "\n")


def _table(flow: RecruitmentFlow) -> Table:
    behind = _behind(flow)

    def step(label: str, name: str) -> Row:
        n = getattr(flow, name)
        return Row((label, Number(count(n), behind[name]), ratio(n, flow.applied)))

    rows: list[Row] = [
        step("Candidatures reçues", "applied"),
        step("Admises", "admitted"),
        step(f"{INDENT}Entrées en formation", "entered"),
        step(f"{INDENT}Désistées après l’admission", "withdrawn"),
        step(f"{INDENT}Jamais venues", "no_shows"),
        step(f"{INDENT}Pas encore entrées", "to_come"),
        *_unlisted(flow.unlisted_admitted, flow),
        step("Non admises à ce jour", "not_admitted"),
        step(f"{INDENT}En attente de décision", "undecided"),
        step(f"{INDENT}Sur liste d’attente", "waiting"),
        step(f"{INDENT}Refusées", "refused"),
        step(f"{INDENT}Désistées avant la décision", "given_up"),
        *_unlisted(flow.unlisted_applied, flow),
    ]
    columns = [
        Column("Étape", align="left"),
        Column("Nombre", width=80),
        Column("Des candidatures", width=130),
    ]
    note = "Admises et non admises font les candidatures reçues ; les lignes en retrait font celle au-dessus."
    return Table(columns, rows, note=sentence(note))


def _unlisted(n: int, flow: RecruitmentFlow) -> list[Row]:
    """Those that a cohort only counted; most cohorts have none."""
    label = f"{INDENT}Déclarées par la cohorte, sans fiche"
    return [Row((label, count(n), ratio(n, flow.applied)))] if n else []


def _behind(flow: RecruitmentFlow) -> dict[str, FigureSource | None]:
    """Who is counted at each step: whoever a cohort only counted has no record to open."""
    wholes: dict[str, tuple[int, Group]] = {
        "applied": (flow.listed, Populations.applied),
        "admitted": (flow.admitted - flow.unlisted_admitted, Populations.admitted),
        "entered": (flow.entered, Populations.entered),
        "not_entered": (flow.not_entered - flow.unlisted_admitted, admitted_elsewhere),
        "not_admitted": (flow.not_admitted - flow.unlisted_applied, not_admitted),
    }
    steps = {name: (getattr(flow, name), at_step(name)) for name in STEPS}
    return {
        name: source_of(n, Behind(PERIOD, those(whose)), getattr(flow, name) - n)
        for name, (n, whose) in (wholes | steps).items()
    }


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
        (
            reason or "Motif non renseigné",
            words[decision],
            number(n, Behind(PERIOD, those(led_nowhere_for(reason, decision)))),
        )
        for reason, decision, n in made.reasons
    ]
    columns = [
        Column("Motif", align="left"),
        Column("Décision", align="left"),
        Column("Nombre", width=80),
    ]
    return Table(columns, rows, title="Motifs de refus et de désistement")
