"""Sections 6 and 8 to 11 of the follow-up report: abandonments, certification, outcomes, gaps, budget."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from gen_desktop import french
from gen_desktop.queries import breakdowns
from gen_desktop.queries.behind import Behind, CutBehind, found, those, those_at
from gen_desktop.queries.breakdowns import Dimension
from gen_desktop.queries.catalogue import Group
from gen_desktop.queries.field_completeness import known_field
from gen_desktop.queries.populations import Populations
from gen_desktop.queries.report_abandonments import (
    ExitActions,
    abandoned_in_month,
    interview_unknown,
    interviewed,
    not_interviewed,
    solutions_noted,
)
from gen_desktop.queries.report_blocks import BLOCK_PARTS, BlockLine, of_block
from gen_desktop.queries.report_facts import (
    FOLLOW_UP_PARTS,
    FollowUpLine,
    given_a_certificate,
    given_a_certificate_in_time,
)
from gen_desktop.queries.report_scopes import LEAVERS, PERIOD
from gen_desktop.reports.blocks import Heading, Note, Paragraph
from gen_desktop.reports.figures_text import (
    Figures,
    group_table,
    number,
    rate_cell,
    ratio,
    row_kind,
    said,
    unknown_cell,
)
from gen_desktop.reports.follow_up import FollowUpData
from gen_desktop.reports.follow_up_collection import collection_blocks
from gen_desktop.reports.outcome_horizons import horizon_blocks
from gen_desktop.reports.pieces import Block
from gen_desktop.reports.table import Cell, Column, Rate, Row, Table
from gen_desktop.reports.written import euros, plural, tell


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
            CutBehind(PERIOD, breakdowns.EXIT_REASON, Populations.abandoned),
            "Motif principal. Une reprise d’emploi est un abandon et compte aussi, à chaque échéance, "
            "comme emploi.",
        )
    )
    months = [_month_row(month, n, rate.n) for month, n in made.by_month]
    columns = [
        Column("Mois du parcours", align="left"),
        Column("Nombre", width=80),
        Column("Part", width=130),
    ]
    blocks.append(Table(columns, months, title="Abandons par mois du parcours"))
    for words, cut, groups in (
        ("le sexe", breakdowns.SEX, made.by_sex),
        ("le niveau de diplôme", breakdowns.LEVEL, made.by_level),
    ):
        blocks.append(_abandonment_rates(f"Taux d’abandon selon {words}", cut, groups))
    return [*blocks, _actions(made.actions)]


def _actions(actions: ExitActions) -> Table:
    def share(n: int, whose: Group) -> Rate:
        return ratio(n, actions.abandoned, Behind(PERIOD, those(whose)))

    rows = [
        Row(("Entretien de sortie mené", share(actions.interviewed, interviewed))),
        Row(("Pas d’entretien de sortie", share(actions.not_interviewed, not_interviewed))),
        Row(("Entretien non renseigné", share(actions.unknown, interview_unknown)), "unknown"),
        Row(("Solutions proposées, notées dans l’outil", share(actions.solutions, solutions_noted))),
    ]
    columns = [Column("Des abandons", align="left"), Column("Part", width=130)]
    return Table(columns, rows, title="Actions menées")


def _abandonment_rates(title: str, cut: Dimension, groups: tuple[breakdowns.Group, ...]) -> Table:
    those_left = CutBehind(PERIOD, cut, Populations.abandoned)
    those_entered = CutBehind(PERIOD, cut, Populations.entered)

    def cells(label: str, left: int, entered: int, whose: tuple[Behind, Behind]) -> list[Cell]:
        gone, came = whose
        return [label, number(entered, came), number(left, gone), ratio(left, entered, gone)]

    rows = [
        Row(
            cells(g.label, g.counts[0], g.counts[1], (those_left.of(g.key), those_entered.of(g.key))),
            row_kind(g),
        )
        for g in groups
    ]
    left, entered = sum(g.counts[0] for g in groups), sum(g.counts[1] for g in groups)
    return Table(
        [
            Column(cut.label, align="left"),
            Column("Entrés"),
            Column("Abandons"),
            Column("Taux d’abandon", width=130),
        ],
        rows,
        total=cells("Ensemble", left, entered, (those_left.everybody(), those_entered.everybody())),
        title=title,
    )


def _month_row(month: int, n: int, total: int) -> list[Cell]:
    whose = Behind(PERIOD, found(lambda session, p: abandoned_in_month(session, p, month)))
    return [_month_of_course(month), number(n, whose), ratio(n, total, whose)]


def _month_of_course(month: int) -> str:
    return "1er mois" if month == 1 else f"{month}e mois"


def certification_blocks(data: FollowUpData, figures: Figures) -> list[Block]:
    """Section 8."""
    heading = Heading(1, "8. Certification en cours")
    rates = [figures[key] for key in ("C1", "C2", "C3", "C4")]
    if not any(rate.N for rate in rates):
        return [heading, Paragraph("Personne n’a encore pu se présenter à une certification.")]
    rows = [(rate.label, rate_cell(rate, PERIOD), unknown_cell(rate, PERIOD)) for rate in rates]
    columns = [Column("Indicateur", align="left"), Column("Taux", width=130), Column("Inconnus", width=80)]
    return [heading, Table(columns, rows), *block_table(data.blocks, PERIOD)]


def block_table(lines: Sequence[BlockLine], group: str) -> list[Block]:
    """The results block by block, course by course, in a group of figures."""
    if not lines:
        return [Note("Aucun bloc de compétences n’est renseigné pour les formations de ce périmètre.")]
    rows: list[Row] = []
    course = ""
    for line in lines:
        if line.course != course:
            course = line.course
            rows.append(Row((course,), "group"))
        behind = {part: Behind(group, those(of_block(line.id, part))) for part in BLOCK_PARTS}
        numbers = {part: getattr(line, part) for part in BLOCK_PARTS}
        cells = [number(n, behind[part]) for part, n in numbers.items()]
        share = ratio(line.acquired, sum(numbers.values()), behind["acquired"])
        rows.append(Row((f"{line.code} {line.title}", *cells, share)))
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
    return [heading, *horizon_blocks(Figures(data.outcomes), LEAVERS, since)]


def completeness_blocks(data: FollowUpData, figures: Figures) -> list[Block]:
    """Section 10."""
    blocks: list[Block] = [Heading(1, "10. Conformité et complétude")]
    total, given, in_time = data.certificates
    delay = data.identity.parameters.aes_delay_days
    rows = [
        (
            "Attestation d’entrée en stage (AES) datée",
            ratio(given, total, Behind(PERIOD, found(given_a_certificate))),
        ),
        (
            tell("AES dans le délai de {}", plural(delay, "jour")),
            ratio(in_time, total, Behind(PERIOD, found(given_a_certificate_in_time))),
        ),
    ]
    columns = [Column("Parmi les entrés", align="left"), Column("Renseigné", width=130)]
    blocks.append(Table(columns, rows, title="Attestations d’entrée"))
    fields = [
        (line.label, ratio(line.filled, line.total, Behind(PERIOD, those(known_field(line.key)))))
        for line in data.completeness
    ]
    columns = [Column("Champ, des entrés sauf mention", align="left"), Column("Renseigné", width=130)]
    blocks.append(Table(columns, fields, title="Complétude des fiches"))
    since = f"Personnes sorties depuis le {french.short_date(data.leavers_since)}."
    late = data.identity.parameters.follow_up_window_after
    lines = [_follow_up_row(line) for line in data.follow_ups]
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


def _follow_up_row(line: FollowUpLine) -> list[Cell]:
    numbers = [
        number(getattr(line, name), Behind(LEAVERS, those_at(part, line.horizon)))
        for name, part in FOLLOW_UP_PARTS.items()
    ]
    return [f"À {line.horizon} mois", *numbers]


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
