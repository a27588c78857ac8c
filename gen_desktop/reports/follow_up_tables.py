"""Sections 6 and 8 to 11 of the follow-up report: abandonments, certification, outcomes, gaps, budget."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from gen_desktop import french
from gen_desktop.queries.breakdowns import Group
from gen_desktop.queries.report_facts import BlockLine, ExitActions
from gen_desktop.reports.blocks import Heading, Note, Paragraph
from gen_desktop.reports.figures_text import (
    Figures,
    group_table,
    rate_cell,
    ratio,
    said,
)
from gen_desktop.reports.follow_up import FollowUpData
from gen_desktop.reports.follow_up_collection import collection_blocks
from gen_desktop.reports.outcome_horizons import horizon_blocks
from gen_desktop.reports.pieces import Block
from gen_desktop.reports.table import Column, Row, Table
from gen_desktop.reports.written import count, euros, plural, tell


def abandonment_blocks(data: FollowUpData, figures: Figures) -> list[Block]:
    """Section 6."""
    rate = figures["B3"]
    blocks: list[Block] = [
        Heading(1, "6. Abandons"),
        Paragraph(tell("Abandons parmi les entrés : {}. Reprise d’emploi comprise.", said(rate))),
    ]
    if not rate.n:
        return blocks
    made = data.abandonments
    blocks.append(
        group_table(
            "Abandons par motif",
            "Motif",
            made.by_reason,
            "Motif principal. Une reprise d’emploi est un abandon et compte aussi, à chaque échéance, "
            "comme emploi.",
        )
    )
    months = [(_month_of_course(month), count(n), ratio(n, rate.n)) for month, n in made.by_month]
    columns = [
        Column("Mois du parcours", align="left"),
        Column("Nombre", width=80),
        Column("Part", width=130),
    ]
    blocks.append(Table(columns, months, title="Abandons par mois du parcours"))
    for title, name, groups in (
        ("Taux d’abandon selon le sexe", "Sexe", made.by_sex),
        ("Taux d’abandon selon le niveau de diplôme", "Niveau de diplôme", made.by_level),
    ):
        blocks.append(_abandonment_rates(title, name, groups))
    return [*blocks, _actions(made.actions)]


def _actions(actions: ExitActions) -> Table:
    rows = [
        Row(("Entretien de sortie mené", ratio(actions.interviewed, actions.abandoned))),
        Row(("Pas d’entretien de sortie", ratio(actions.not_interviewed, actions.abandoned))),
        Row(("Entretien non renseigné", ratio(actions.unknown, actions.abandoned)), "unknown"),
        Row(("Solutions proposées, notées dans l’outil", ratio(actions.solutions, actions.abandoned))),
    ]
    columns = [Column("Des abandons", align="left"), Column("Part", width=130)]
    return Table(columns, rows, title="Actions menées")


def _abandonment_rates(title: str, name: str, groups: tuple[Group, ...]) -> Table:
    rows = [
        Row(
            (g.label, count(g.counts[1]), count(g.counts[0]), ratio(*g.counts)),
            "unknown" if g.key is None else "body",
        )
        for g in groups
    ]
    left, entered = sum(g.counts[0] for g in groups), sum(g.counts[1] for g in groups)
    return Table(
        [
            Column(name, align="left"),
            Column("Entrés"),
            Column("Abandons"),
            Column("Taux d’abandon", width=130),
        ],
        rows,
        total=("Ensemble", count(entered), count(left), ratio(left, entered)),
        title=title,
    )


def _month_of_course(month: int) -> str:
    return "1er mois" if month == 1 else f"{month}e mois"


def certification_blocks(data: FollowUpData, figures: Figures) -> list[Block]:
    """Section 8."""
    heading = Heading(1, "8. Certification en cours")
    rates = [figures[key] for key in ("C1", "C2", "C3", "C4")]
    if not any(rate.N for rate in rates):
        return [heading, Paragraph("Personne n’a encore pu se présenter à une certification.")]
    rows = [(rate.label, rate_cell(rate), count(rate.unknown)) for rate in rates]
    columns = [Column("Indicateur", align="left"), Column("Taux", width=130), Column("Inconnus", width=80)]
    return [heading, Table(columns, rows), *block_table(data.blocks)]


def block_table(lines: Sequence[BlockLine]) -> list[Block]:
    """The results block by block, course by course."""
    if not lines:
        return [Note("Aucun bloc de compétences n’est renseigné pour les formations de ce périmètre.")]
    rows: list[Row] = []
    course = ""
    for line in lines:
        if line.course != course:
            course = line.course
            rows.append(Row((course,), "group"))
        total = line.acquired + line.not_acquired + line.not_presented + line.unknown
        numbers = (line.acquired, line.not_acquired, line.not_presented, line.unknown)
        rows.append(
            Row(
                (
                    f"{line.code} {line.title}",
                    *(count(n) for n in numbers),
                    ratio(line.acquired, total),
                )
            )
        )
    columns = [
        Column("Bloc", align="left"),
        Column("Acquis"),
        Column("Non acquis"),
        Column("Non présenté"),
        Column("Inconnu"),
        Column("Acquis, des entrés"),
    ]
    note = "Chaque ligne compte tous les entrés de la formation."
    return [Table(columns, rows, title="Résultats par bloc", note=note, dense=True)]


def outcome_blocks(data: FollowUpData, figures: Figures) -> list[Block]:
    """Section 9."""
    heading = Heading(1, "9. Devenir des sortants")
    since = (
        f"Personnes sorties depuis le {french.short_date(data.leavers_since)} dont l’échéance est passée à "
        "la date d’arrêt."
    )
    return [heading, *horizon_blocks(Figures(data.outcomes), since)]


def completeness_blocks(data: FollowUpData, figures: Figures) -> list[Block]:
    """Section 10."""
    blocks: list[Block] = [Heading(1, "10. Conformité et complétude")]
    total, given, in_time = data.certificates
    delay = data.identity.parameters.aes_delay_days
    rows = [
        ("Attestation d’entrée en stage (AES) datée", ratio(given, total)),
        (tell("AES dans le délai de {}", plural(delay, "jour")), ratio(in_time, total)),
    ]
    columns = [Column("Parmi les entrés", align="left"), Column("Renseigné", width=130)]
    blocks.append(Table(columns, rows, title="Attestations d’entrée"))
    fields = [(line.label, ratio(line.filled, line.total)) for line in data.completeness]
    columns = [Column("Champ, des entrés sauf mention", align="left"), Column("Renseigné", width=130)]
    blocks.append(Table(columns, fields, title="Complétude des fiches"))
    since = f"Personnes sorties depuis le {french.short_date(data.leavers_since)}."
    late = data.identity.parameters.follow_up_window_after
    lines = [
        (
            f"À {line.horizon} mois",
            *(count(n) for n in (line.due, line.answered, line.asked_unknown, line.waiting, line.late)),
        )
        for line in data.follow_ups
    ]
    titles = ("À échéance", "Situation connue", "Injoignable ou refus", "Non interrogés", "dont en retard")
    blocks.append(
        Table(
            [Column("Suivi", align="left"), *(Column(title) for title in titles)],
            lines,
            title="Suivis des sortants",
            note=tell(
                "En retard : rien n’est relevé {} jours après une échéance que le programme demande, ou au "
                "terme de son propre délai. {}",
                *(late, since),
            ),
        )
    )
    return [*blocks, *collection_blocks(data)]


def budget_blocks(data: FollowUpData, figures: Figures) -> list[Block]:
    """Section 11, only where somebody entered an amount."""
    heading = Heading(1, "11. Budget")
    known = [
        p for p in data.identity.programs if p.planned_amount is not None or p.realized_amount is not None
    ]
    if not known:
        return [heading, Paragraph("Aucun montant n’est renseigné pour les programmes de ce périmètre.")]
    rows = [
        (
            p.name,
            euros(p.planned_amount),
            euros(p.realized_amount),
            _difference(p.planned_amount, p.realized_amount),
        )
        for p in known
    ]
    columns = [Column("Programme", align="left"), Column("Prévu"), Column("Réalisé"), Column("Écart")]
    return [heading, Table(columns, rows, note="Montants arrondis à l’euro, l’écart après la soustraction.")]


def _difference(planned: Decimal | None, realized: Decimal | None) -> str | None:
    if planned is None or realized is None:
        return None
    return euros(realized - planned, signed=True)
