"""The public version of the follow-up report on paper. No database here, and no number that is withheld."""

from __future__ import annotations

from collections.abc import Sequence

from gen_desktop import french
from gen_desktop.models.disclosure import small_numbers
from gen_desktop.reports.blocks import Contents, Heading, Note, Paragraph
from gen_desktop.reports.cards import FlowBox, FlowChart, KeyFigure, KeyFigures
from gen_desktop.reports.charts import TargetBar, TargetBars
from gen_desktop.reports.cohort_tables import calendar_table
from gen_desktop.reports.common import Check, cover_facts, fingerprint, identity_sheet, start_document
from gen_desktop.reports.figures_text import (
    INDENT,
    against_rate,
    ratio,
    said_rate,
    sentence,
    target_text,
)
from gen_desktop.reports.flow import Document, PageBreak
from gen_desktop.reports.follow_up_hours import delivery_table
from gen_desktop.reports.method import glossary_blocks, method_blocks
from gen_desktop.reports.pieces import Block
from gen_desktop.reports.public_cohorts import PublicCohort
from gen_desktop.reports.public_follow_up import PublicFollowUp, PublicShare
from gen_desktop.reports.public_parts import Line, PublicCross, PublicExits
from gen_desktop.reports.public_rates import OUTCOMES, Count, PublicRate
from gen_desktop.reports.public_words import number, public_note, rate, rate_of
from gen_desktop.reports.table import Cell, Column, Rate, Row, Table
from gen_desktop.reports.written import hours_number

TITLE = "Rapport de suivi, version publique"
LEFT_OUT = (
    "Ne sont pas dans cette version publique, parce qu’ils parlent de quelques personnes, se déduiraient "
    "d’un autre fait ou ne regardent que l’organisme : les alertes d’assiduité, les heures et les abandons "
    "par mois, les jeunes NEET, la région et le financeur, les motifs de refus, les résultats par bloc, la "
    "complétude des fiches, les points à vérifier, le budget, les commentaires et la période précédente."
)
_FIRST_PUBLICS = ("A3.femmes", "A3.bac_ou_infra", "A3.moins_26", "A3.qpv", "A3.zrr_frr")
_USED = ("A1", "A2", "A3", "A4", "B1", "B3", "B4", "C1", "C2", "C4", *OUTCOMES)


def draw_public_follow_up(numbers: PublicFollowUp, checks: Sequence[Check]) -> tuple[Document, str]:
    """The whole public version, ready to render, and its fingerprint."""
    digest = fingerprint(numbers)
    words, as_of = numbers.scope_text, numbers.as_of
    document = start_document(numbers.identity, TITLE, words, as_of, (digest, checks))
    document.cover(TITLE, words[0].upper() + words[1:], cover_facts(numbers.identity, as_of))
    document.add(*_first_page(numbers))
    document.add(PageBreak(), Heading(1, "Sommaire"), Contents(1))
    document.add(Heading(1, "1. Fiche d’identité"), identity_sheet(numbers.identity, words, as_of))
    for section in (_cohorts, _publics, _recruitment, _attendance, _exits, _company):
        document.add(*section(numbers))
    document.add(*_certification(numbers), *_outcomes(numbers))
    document.add(*method_blocks("10", numbers.identity, _is_used), *glossary_blocks())
    return document, digest


def _is_used(figure_id: str) -> bool:
    code, _, rest = figure_id.partition(".")
    return code in _USED and rest not in ("neet", "corrigee", "hors_justifiees")


def _first_page(numbers: PublicFollowUp) -> list[Block]:
    blocks: list[Block] = [KeyFigures(_cards(numbers))]
    bars = [_bar(one) for one in numbers.publics if one.id in _FIRST_PUBLICS and one.n is not None]
    if bars and numbers.entered:
        note = sentence("Parmi les entrés, inconnus compris. Trait vertical : objectif du programme.")
        blocks.append(TargetBars(bars, alt="Publics accueillis, avec leur objectif", note=note))
    rule = small_numbers(numbers.identity.parameters)
    leavers = (
        "Sorties positives, emploi et emploi durable : parmi les situations connues des personnes sorties "
        f"depuis le {french.short_date(numbers.leavers_since)}."
    )
    notes = [*([leavers] if numbers.outcomes else []), public_note(rule), LEFT_OUT]
    return [*blocks, *(Note(sentence(words)) for words in notes)]


def _cards(numbers: PublicFollowUp) -> list[KeyFigure]:
    entered, ways, made = numbers.entered, numbers.ways, numbers.recruitment
    certified = rate_of(numbers.certification[2])
    present, due = numbers.hours or (None, None)
    shares = [
        ("En cours au dernier jour", rate(ways.in_training, entered)),
        ("Parcours terminés", rate(ways.completed, entered)),
        ("Abandons", rate(ways.abandoned, entered)),
    ]
    hours = "" if present is None or due is None else _hours_of(present, due)
    return [
        KeyFigure("Candidatures", number(made.applied), "suivies dans la période"),
        KeyFigure("Admis", number(made.admitted), rate(made.admitted, made.applied).counts),
        KeyFigure("En formation dans la période", number(entered), _places(numbers)),
        *(KeyFigure(label, one.value, one.counts) for label, one in shares),
        KeyFigure("Assiduité", number(None) if present is None else french.rate(present, due or 0), hours),
        KeyFigure("Certifiés parmi les entrés", certified.value, certified.counts),
        *_outcome_cards(numbers),
    ]


def _outcome_cards(numbers: PublicFollowUp) -> list[KeyFigure]:
    """What became of the leavers at the soonest horizon, of those whose situation is known."""
    if not numbers.outcomes:
        return []
    k, rates = numbers.outcomes[0]
    told = dict(zip(OUTCOMES, map(rate_of, rates), strict=True))
    labels = {
        "D1": "Situation connue",
        "D3a": "Sorties positives",
        "D4": "En emploi",
        "D5": "En emploi durable",
    }
    return [
        KeyFigure(f"{label} à {k} mois", told[code].value, told[code].counts)
        for code, label in labels.items()
    ]


def _places(numbers: PublicFollowUp) -> str:
    if numbers.filling is None:
        return ""
    entered, places = numbers.filling
    return f"{french.share_text(entered, places)} places"


def _hours_of(present: int, due: int) -> str:
    whole = (french.number(minutes / 60) for minutes in (present, due))
    return " sur ".join(f"{hours}{french.NARROW}h" for hours in whole)


def _bar(one: PublicShare) -> TargetBar:
    assert one.n is not None
    assert one.total
    shown = ratio(one.n, one.total)
    target = None if one.target is None else float(one.target) / 100
    words = "" if one.target is None else target_text(one.target)
    return TargetBar(one.label, one.n / one.total, shown.value, shown.counts, target, words)


def _cohorts(numbers: PublicFollowUp) -> list[Block]:
    heading, cohorts = Heading(1, "2. Cohortes"), numbers.identity.cohorts
    if not cohorts:
        return [heading, Paragraph("Aucune cohorte dans ce périmètre.")]
    ways: list[list[Cell]] = [
        [label, number(n), rate(n, numbers.entered)] for label, n in numbers.ways.lines()
    ]
    columns = [
        Column("Où en sont les entrés", align="left"),
        Column("Nombre", width=80),
        Column("Part", width=130),
    ]
    note = "Les parts de quelques personnes sont réunies à la plus petite des autres."
    blocks: list[Block] = [
        heading,
        calendar_table(cohorts, "Calendrier et sites"),
        Table(columns, ways, title="Parcours", note=note),
    ]
    if not numbers.cohorts:
        return [*blocks, Note("Trop peu de personnes pour distinguer les cohortes.")]
    return [*blocks, _cohort_table(numbers.cohorts)]


def _cohort_table(cohorts: Sequence[PublicCohort]) -> Table:
    rows: list[list[Cell]] = [
        [
            one.label,
            french.number(one.entered),
            rate(one.completed, one.entered),
            rate(one.abandoned, one.entered),
            hours_number(one.present),
            hours_number(one.due),
            french.rate(one.present, one.due),
        ]
        for one in cohorts
    ]
    columns = [
        Column("Cohorte", align="left"),
        Column("Entrés"),
        Column("Parcours terminés", stacked=True),
        Column("Abandons", stacked=True),
        Column("Présentes", group="Heures"),
        Column("Dues", group="Heures"),
        Column("Assiduité"),
    ]
    note = "Les cohortes de quelques personnes sont réunies. Heures dues et relevées."
    return Table(columns, rows, title="Par cohorte", note=note, dense=True)


def _publics(numbers: PublicFollowUp) -> list[Block]:
    heading = Heading(1, "3. Publics à l’entrée")
    if numbers.entered == 0:
        return [heading, Paragraph("Aucune personne n’est entrée dans ce périmètre.")]
    blocks: list[Block] = [heading, _publics_table(numbers.publics)]
    rows: list[Row] = []
    for label, lines in numbers.cuts:
        rows.append(Row((label,), "group"))
        rows += [Row((name, french.number(n), rate(n, numbers.entered))) for name, n in lines]
    if rows:
        columns = [Column("Entrés", align="left"), Column("Nombre", width=80), Column("Part", width=130)]
        blocks.append(Table(columns, rows, title="Entrés selon chaque fait", dense=True))
    blocks += [_cross_table(cross) for cross in numbers.crosses]
    if numbers.uncut:
        names = french.join_names([label.lower() for label in numbers.uncut])
        blocks.append(
            Paragraph(sentence(f"Trop peu de personnes pour distinguer les entrés selon : {names}."))
        )
    return blocks


def _share(one: PublicShare) -> Rate:
    """The share of a public: an en dash, never 0 %, when it is known of nobody."""
    is_unknown = one.total is not None and one.total > 0 and one.unknown == one.total
    return Rate(french.UNKNOWN, "0 connu") if is_unknown else rate(one.n, one.total)


def _publics_table(publics: Sequence[PublicShare]) -> Table:
    rows: list[list[Cell]] = []
    for one in publics:
        value = None if one.n is None or one.total is None else french.rate_value(one.n, one.total)
        is_read = value is not None and one.target is not None and one.unknown != one.total
        rows.append(
            [
                one.label,
                _share(one),
                number(one.unknown),
                rate(one.n, one.known),
                target_text(one.target),
                against_rate(value, one.target) if is_read and one.target is not None else french.UNKNOWN,
            ]
        )
    columns = [
        Column("Public", align="left"),
        Column("Part des entrés"),
        Column("Inconnus"),
        Column("Parmi les connus"),
        Column("Objectif"),
        Column("Lecture", align="left"),
    ]
    note = "La lecture compare la part des entrés, inconnus compris, à l’objectif du programme."
    return Table(columns, rows, title="Publics, inconnus et objectifs", note=note, dense=True)


def _cross_table(cross: PublicCross) -> Table:
    columns = [Column(cross.row_label, align="left")]
    columns += [Column(name, group=cross.column_label) for name in cross.columns]
    rows: list[list[Cell]] = [[name, *map(french.number, counts)] for name, counts in cross.rows]
    return Table(columns, rows, title=cross.label, dense=True)


def _recruitment(numbers: PublicFollowUp) -> list[Block]:
    made, heading = numbers.recruitment, Heading(1, "4. Recrutement")
    if made.applied == 0:
        return [heading, Paragraph("Aucune candidature connue dans ce périmètre.")]
    rows: list[list[Cell]] = [
        ["Candidatures reçues", number(made.applied), None],
        *_inner(made.not_admitted),
        ["Admises", number(made.admitted), rate(made.admitted, made.applied)],
        *_inner(made.not_entered),
        ["Entrées en formation", number(numbers.entered), rate(numbers.entered, made.admitted)],
    ]
    columns = [
        Column("Étape", align="left"),
        Column("Nombre", width=80),
        Column("De l’étape d’avant", width=130),
    ]
    delay = "Délai de la candidature à l’entrée : "
    delay += (
        f"médiane de {french.plural(made.delay, 'jour')}."
        if made.delay is not None
        else "non communiqué, ou connu de trop peu de personnes."
    )
    return [heading, *_chart(numbers), Table(columns, rows), Paragraph(sentence(delay))]


def _inner(lines: Sequence[Line]) -> list[list[Cell]]:
    return [[f"{INDENT}{label}", french.number(n), None] for label, n in lines]


def _chart(numbers: PublicFollowUp) -> list[Block]:
    """The three steps, where all of them are told."""
    made = numbers.recruitment
    if made.applied is None or made.admitted is None or numbers.entered is None:
        return []

    def share(n: int, total: int) -> str:
        return f"{french.rate(n, total)}\n{french.share_text(n, total)}"

    steps = [
        [FlowBox("Candidatures", french.number(made.applied))],
        [FlowBox("Admises", french.number(made.admitted), share(made.admitted, made.applied))],
        [
            FlowBox(
                "Entrées en formation", french.number(numbers.entered), share(numbers.entered, made.admitted)
            )
        ],
    ]
    return [FlowChart(steps, alt="De la candidature à l’entrée")]


def _attendance(numbers: PublicFollowUp) -> list[Block]:
    heading = Heading(1, "5. Assiduité")
    if numbers.hours is None:
        return [heading, Paragraph("Trop peu de personnes pour donner un taux.")]
    present, due = numbers.hours
    if not due:
        return [heading, Paragraph("Aucune heure n’était due dans la période.")]
    words = (
        f"Assiduité : {french.rate(present, due)} ({_hours_of(present, due)}), en heures de présence sur "
        "heures dues et relevées."
    )
    return [heading, Paragraph(sentence(words))]


def _exits(numbers: PublicFollowUp) -> list[Block]:
    words = f"Abandons parmi les entrés, reprise d’emploi comprise : {_said(numbers.ways.abandoned, numbers)}"
    blocks: list[Block] = [Heading(1, "6. Abandons"), Paragraph(sentence(words))]
    if numbers.reasons:
        rows = [(name, french.number(n), rate(n, numbers.ways.abandoned)) for name, n in numbers.reasons]
        columns = [Column("Motif", align="left"), Column("Nombre", width=80), Column("Part", width=130)]
        blocks.append(Table(columns, rows, title="Abandons par motif"))
    return [*blocks, *(_exits_table(label, exits) for label, exits in numbers.exits)]


def _said(n: Count, numbers: PublicFollowUp) -> str:
    """A part of the entrants at the end of a sentence."""
    told = rate(n, numbers.entered)
    return f"{said_rate(told)}." if told.counts else told.value


def _exits_table(label: str, exits: Sequence[PublicExits]) -> Table:
    rows = [(one.label, french.number(one.entered), rate(one.abandoned, one.entered)) for one in exits]
    columns = [
        Column(label, align="left"),
        Column("Entrés", width=80),
        Column("Taux d’abandon", width=130),
    ]
    return Table(columns, rows, title=f"Abandons selon : {label.lower()}".replace(" :", "\u00a0:"))


def _company(numbers: PublicFollowUp) -> list[Block]:
    words = f"Entrés passés par une entreprise dans la période : {_said(numbers.in_company, numbers)}"
    blocks: list[Block] = [Heading(1, "7. Parcours et immersion"), Paragraph(sentence(words))]
    return [*blocks, delivery_table(numbers.delivery)] if numbers.delivery else blocks


def _certification(numbers: PublicFollowUp) -> list[Block]:
    rows = [(one.label, rate_of(one)) for one in numbers.certification]
    columns = [Column("Certification", align="left"), Column("Taux", width=130)]
    return [Heading(1, "8. Certification en cours"), Table(columns, rows)]


def _outcomes(numbers: PublicFollowUp) -> list[Block]:
    heading = Heading(1, "9. Devenir des sortants")
    if not numbers.outcomes:
        return [heading, Paragraph("Aucun sortant n’est encore à échéance de 3 mois.")]
    labels = [one.label for one in numbers.outcomes[0][1]]
    rows: list[list[Cell]] = [
        [label, *(_outcome(rates, index) for _, rates in numbers.outcomes)]
        for index, label in enumerate(labels)
    ]
    columns = [Column("Indicateur", align="left"), *(Column(f"À {k} mois") for k, _ in numbers.outcomes)]
    note = (
        f"Personnes sorties depuis le {french.short_date(numbers.leavers_since)} dont l’échéance est passée "
        "à la date d’arrêt. Prudent : l’inconnu compte comme non."
    )
    return [heading, Table(columns, rows, note=sentence(note))]


def _outcome(rates: Sequence[PublicRate], index: int) -> Cell:
    return rate_of(rates[index])
