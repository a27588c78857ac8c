"""The follow-up report on paper: its first page, then one function for each section. No database here."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gen_desktop import french
from gen_desktop.french import join_names
from gen_desktop.queries.report_facts import CohortLine
from gen_desktop.reports.blocks import Contents, Definitions, Heading, Note, Paragraph
from gen_desktop.reports.cards import KeyFigure, KeyFigures
from gen_desktop.reports.charts import TargetBars
from gen_desktop.reports.common import Check, cover_facts, fingerprint, identity_sheet, start_document
from gen_desktop.reports.figures_text import (
    Figures,
    against_target,
    cross_table,
    group_table,
    people,
    points,
    public_rate,
    rate_cell,
    rate_of,
    ratio,
    said,
    sentence,
    target_bar,
    target_text,
)
from gen_desktop.reports.flow import LANDSCAPE, NORMAL, Document, PageBreak
from gen_desktop.reports.follow_up import FollowUpData
from gen_desktop.reports.follow_up_tables import (
    abandonment_blocks,
    attendance_blocks,
    budget_blocks,
    certification_blocks,
    completeness_blocks,
    outcome_blocks,
)
from gen_desktop.reports.method import glossary_blocks, method_blocks
from gen_desktop.reports.pieces import Block
from gen_desktop.reports.table import Column, Rate, Row, Table

TITLE = "Rapport de suivi"
PUBLICS = (
    *("femmes", "moins_26", "neet", "bac_ou_infra", "de", "deld"),
    *("qpv", "zrr_frr", "rqth", "brsa", "reconversion"),
)


FIRST_PUBLICS = ("femmes", "bac_ou_infra", "moins_26", "qpv", "zrr_frr")


def draw_follow_up(data: FollowUpData, checks: Sequence[Check]) -> tuple[Document, str]:
    """The whole report, ready to render, and its fingerprint."""
    digest = fingerprint(data, data.identity.seal)
    document = start_document(data.identity, TITLE, data.scope_text, data.as_of, (digest, checks))
    figures = Figures(data.figures)
    document.cover(TITLE, _subtitle(data, figures), cover_facts(data.identity, data.as_of))
    document.add(*_first_page(data, figures))
    document.add(PageBreak(), Heading(1, "Sommaire"), Contents(1))
    document.add(
        Heading(1, "1. Fiche d’identité"), identity_sheet(data.identity, data.scope_text, data.as_of)
    )
    document.add(PageBreak(LANDSCAPE), Heading(1, "2. Cohortes"), *_cohorts(data), PageBreak(NORMAL))
    sections: tuple[Callable[[FollowUpData, Figures], list[Block]], ...] = (
        _publics,
        _recruitment,
        attendance_blocks,
        abandonment_blocks,
        _companies,
        certification_blocks,
        outcome_blocks,
        completeness_blocks,
        budget_blocks,
    )
    for section in sections:
        document.add(*section(data, figures))
    document.add(*method_blocks("12", data.identity, _is_used), *glossary_blocks())
    return document, digest


def _subtitle(data: FollowUpData, figures: Figures) -> str:
    return " · ".join(
        (
            data.scope_text[0].upper() + data.scope_text[1:],
            french.plural(len(data.identity.cohorts), "cohorte"),
            french.plural(figures["B3"].N, "apprenant"),
        )
    )


def _is_used(figure_id: str) -> bool:
    return not figure_id.endswith((".12", ".24")) or figure_id.startswith("D1.")


def _first_page(data: FollowUpData, figures: Figures) -> list[Block]:
    blocks: list[Block] = [KeyFigures(_key_figures(data, figures))]
    if figures["B3"].N:
        bars = [target_bar(figures[f"A3.{key}"], figures[f"A4.{key}"].target) for key in FIRST_PUBLICS]
        note = sentence("Parmi les entrés, inconnus compris. Trait vertical : objectif du programme.")
        blocks.append(TargetBars(bars, alt="Publics accueillis, avec leur objectif", note=note))
    blocks.append(Definitions(_in_words(data, figures), term_share=0.22))
    return blocks


def _key_figures(data: FollowUpData, figures: Figures) -> list[KeyFigure]:
    before = Figures(data.previous)

    def counted(label: str, n: int, previous: int, counts: str = "") -> KeyFigure:
        return KeyFigure(label, french.number(n), counts, _previous(french.number(previous)))

    admission, filling, attendance = figures["A1"], figures["A2"], figures["B1"]
    entered = figures["B3"].N
    return [
        counted("Candidatures", admission.N, before["A1"].N, "suivies dans la période"),
        counted("Admis", admission.n, before["A1"].n, f"{rate_of(admission)} des candidatures"),
        counted(
            "En formation dans la période",
            entered,
            before["B3"].N,
            sentence(f"{filling.n} entrés sur {filling.N} places") if filling.N else "places non renseignées",
        ),
        counted(
            "En cours au dernier jour",
            data.in_training,
            data.previous_in_training,
            french.share_text(data.in_training, entered),
        ),
        counted(
            "Parcours terminés", figures["B4"].n, before["B4"].n, french.share_text(figures["B4"].n, entered)
        ),
        counted("Abandons", figures["B3"].n, before["B3"].n, said(figures["B3"])),
        KeyFigure(
            "Assiduité",
            rate_of(attendance),
            _hours_words(attendance.n, attendance.N),
            _previous(rate_of(before["B1"])),
        ),
        counted(
            "Certifiés", figures["C4"].n, before["C4"].n, f"sur {french.plural(figures['C2'].N, 'présenté')}"
        ),
    ]


def _previous(text: str) -> str:
    return f"période précédente\u00a0: {text}"


def _hours_words(n: int, total: int) -> str:
    return f"{french.hours(n)} sur {french.hours(total)}"


def _in_words(data: FollowUpData, figures: Figures) -> list[tuple[str, str]]:
    """The four questions a programme officer has."""
    outcomes = Figures(data.outcomes)
    entered = figures["B3"].N
    welcomed = (
        f"{people(entered)} en formation dans la période, dont {data.entered_in_period} entrées pendant "
        f"celle-ci. Femmes : {said(figures['A3.femmes'])} ; bac ou infra : "
        f"{said(figures['A3.bac_ou_infra'])} ; "
        f"QPV : {said(figures['A3.qpv'])} ; ZRR ou FRR : {said(figures['A3.zrr_frr'])}."
    )
    stayed = (
        f"{data.in_training} toujours en formation, {figures['B4'].n} au terme de leur parcours, "
        f"{figures['B3'].n} en abandon, soit {said(figures['B3'])}, et "
        f"{french.plural(data.neutral, 'sortie')} "
        f"{french.form(data.neutral, 'neutre')}. Assiduité : {rate_of(figures['B1'])}."
    )
    return [
        ("Qui a été accueilli", sentence(welcomed)),
        ("Qui est resté", sentence(stayed)),
        ("Qui a trouvé un emploi", _found_work(outcomes, french.short_date(data.leavers_since))),
        ("Qui n’a pas pu être joint", _not_reached(outcomes)),
    ]


def _found_work(outcomes: Figures, since: str) -> str:
    parts = []
    for k in (3, 6):
        due = outcomes[f"D1.{k}"].N
        if due:
            parts.append(
                f"À {k} mois, {people(due)} à échéance parmi les sorties depuis le {since} : en emploi "
                f"{said(outcomes[f'D4p.{k}'])}, emploi durable "
                f"{said(outcomes[f'D5p.{k}'])} ; sorties positives entre {rate_of(outcomes[f'D3b.{k}'])} et "
                f"{rate_of(outcomes[f'D3c.{k}'])} selon les inconnus."
            )
    return sentence(" ".join(parts)) if parts else "Aucun sortant n’est encore à échéance de 3 mois."


def _not_reached(outcomes: Figures) -> str:
    parts = []
    for k in (3, 6):
        unknown = outcomes[f"D2.{k}"]
        if unknown.N:
            parts.append(
                f"À {k} mois : situation inconnue pour {said(unknown)}, dont non interrogés "
                f"{outcomes[f'D2nde.{k}'].n}, injoignables {outcomes[f'D2inj.{k}'].n}, refus "
                f"{outcomes[f'D2ref.{k}'].n}."
            )
    return sentence(" ".join(parts)) if parts else "Personne n’avait à être joint à cette date."


def _cohorts(data: FollowUpData) -> list[Block]:
    if not data.identity.cohorts:
        return [Paragraph("Aucune cohorte dans ce périmètre.")]
    titles = ("Cand.", "Admis", "Entrés", "En cours", "Terminés", "Abandons", "Neutres")
    columns = [
        Column("Cohorte", align="left"),
        Column("Formation et site", align="left"),
        Column("Dates", align="left"),
        Column("État", align="left"),
        Column("Places"),
        *(Column(title) for title in titles),
        Column("Remplissage"),
    ]
    rows = [_cohort_row(cohort) for cohort in data.identity.cohorts]
    note = sentence(
        "Cand. : candidatures connues une à une. Remplissage : entrés sur places. QPV, FRR : zonage du site. "
        "Dates effectives quand elles sont connues, prévues sinon."
    )
    return [Table(columns, rows, total=_cohort_total(data), note=note, dense=True)]


def _cohort_row(cohort: CohortLine) -> Row:
    flags = [name for name, flag in (("QPV", cohort.in_qpv), ("FRR", cohort.is_rural)) if flag]
    site = f"{cohort.site or 'site non renseigné'}{f' ({join_names(flags)})' if flags else ''}"
    state = {"planned": "à venir", "running": "en cours", "ended": "terminée"}[cohort.state]
    numbers = (cohort.applied, cohort.admitted, cohort.entered, cohort.in_training, cohort.completed)
    return Row(
        (
            cohort.code,
            f"{cohort.course}, {site}",
            f"{french.short_date(cohort.start)} – {french.short_date(cohort.end)}",
            state,
            None if cohort.seats is None else french.number(cohort.seats),
            *(french.number(value) for value in (*numbers, cohort.abandoned, cohort.neutral)),
            Rate("–", "places inconnues") if cohort.seats is None else ratio(cohort.entered, cohort.seats),
        )
    )


def _cohort_total(data: FollowUpData) -> tuple[str | Rate, ...]:
    cohorts = data.identity.cohorts
    filling = Figures(data.figures)["A2"]
    names = ("applied", "admitted", "entered", "in_training", "completed", "abandoned", "neutral")
    sums = [sum(getattr(cohort, name) for cohort in cohorts) for name in names]
    seats = sum(cohort.seats or 0 for cohort in cohorts)
    return (
        "Ensemble",
        "",
        "",
        "",
        french.number(seats),
        *(french.number(value) for value in sums),
        rate_cell(filling),
    )


def _publics(data: FollowUpData, figures: Figures) -> list[Block]:
    heading = Heading(1, "3. Publics à l’entrée")
    if not figures["B3"].N:
        return [heading, Paragraph("Aucune personne n’est entrée dans ce périmètre.")]
    gaps = {key: figures[f"A4.{key}"] for key in PUBLICS}
    bars = [target_bar(figures[f"A3.{key}"], gaps[key].target) for key in PUBLICS]
    blocks: list[Block] = [
        heading,
        TargetBars(
            bars,
            alt="Part de chaque public parmi les entrés, avec son objectif",
            note=sentence(
                f"Trait vertical : objectif du programme. Base : {figures['B3'].N} entrés, inconnus compris."
            ),
        ),
        _publics_table(figures),
    ]
    blocks += [cross_table(cross) for cross in data.crosses]
    blocks += [
        group_table(f"Entrés selon : {label.lower()}".replace(" :", "\u00a0:"), label, groups)
        for label, groups in data.cuts
    ]
    return blocks


def _publics_table(figures: Figures) -> Table:
    rows = []
    for key in PUBLICS:
        public, gap, known = figures[f"A3.{key}"], figures[f"A4.{key}"], figures[f"A3.{key}.connus"]
        rows.append(
            (
                public.label,
                public_rate(public),
                french.number(public.unknown),
                rate_cell(known),
                target_text(gap.target),
                points(gap.value),
                against_target(public, gap.target),
            )
        )
    return Table(
        [
            Column("Public", align="left"),
            Column("Part des entrés"),
            Column("Inconnus"),
            Column("Parmi les connus"),
            Column("Objectif"),
            Column("Écart"),
            Column("Lecture", align="left"),
        ],
        rows,
        title="Publics, inconnus et objectifs",
        note="La lecture compare la part des entrés, inconnus compris, à l’objectif du programme.",
        dense=True,
    )


def _recruitment(data: FollowUpData, figures: Figures) -> list[Block]:
    made, admission = data.recruitment, figures["A1"]
    entered = figures["B3"].N
    if not admission.N:
        return [Heading(1, "4. Recrutement"), Paragraph("Aucune candidature connue dans ce périmètre.")]
    rows = [
        ("Candidatures reçues", french.number(admission.N), ratio(admission.N, admission.N)),
        ("Admises", french.number(admission.n), rate_cell(admission)),
        ("Entrées en formation", french.number(entered), ratio(entered, admission.N)),
    ]
    others = (
        ("En attente de décision", made.pending),
        ("Sur liste d’attente", made.waiting),
        ("Refusées", made.refused),
        ("Désistements", made.withdrawn),
        ("Admis jamais venus", made.no_shows),
    )
    rows += [(label, french.number(n), ratio(n, admission.N)) for label, n in others]
    columns = [
        Column("Étape", align="left"),
        Column("Nombre", width=80),
        Column("Des candidatures", width=130),
    ]
    delay = "Délai de la candidature à l’entrée : " + (
        f"médiane de {french.plural(made.delay_median, 'jour')}, connue pour {made.delay_known} entrés."
        if made.delay_median is not None
        else "inconnu, faute de dates de candidature."
    )
    blocks: list[Block] = [Heading(1, "4. Recrutement"), Table(columns, rows), Paragraph(sentence(delay))]
    if made.reasons:
        words = {"refused": "refus", "withdrawn": "désistement"}
        reasons = [
            (reason or "Motif non renseigné", words[decision], french.number(n))
            for reason, decision, n in made.reasons
        ]
        head = [Column("Motif", align="left"), Column("Décision", align="left"), Column("Nombre", width=80)]
        blocks.append(Table(head, reasons, title="Motifs de refus et de désistement"))
    else:
        blocks.append(Note("Aucun refus ni désistement enregistré dans ce périmètre."))
    return blocks


def _companies(data: FollowUpData, figures: Figures) -> list[Block]:
    return [
        Heading(1, "7. Parcours et immersion"),
        Paragraph("Les périodes en entreprise ne sont pas encore suivies dans cet outil."),
    ]
