"""The follow-up report on paper: its first page, then one function for each section. No database here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from gen_desktop import french
from gen_desktop.models.submitted_report import ReportStamp
from gen_desktop.queries.indicators import Part
from gen_desktop.queries.report_scopes import PERIOD
from gen_desktop.reports.blocks import Contents, Definitions, Heading, Paragraph
from gen_desktop.reports.cards import KeyFigure, KeyFigures
from gen_desktop.reports.changes_annex import SinceEarlier, change_blocks
from gen_desktop.reports.charts import TargetBar, TargetBars
from gen_desktop.reports.checks_annex import annex_blocks
from gen_desktop.reports.cohort_tables import calendar_table, headcount_table
from gen_desktop.reports.common import Check, cover_facts, fingerprint, identity_sheet, start_document
from gen_desktop.reports.figures_text import (
    Figures,
    against_target,
    counts_of,
    cross_table,
    gap_points,
    group_table,
    people,
    public_rate,
    rate_cell,
    rate_in_whole_hours,
    rate_of,
    said,
    sentence,
    target_bar,
    target_text,
)
from gen_desktop.reports.flow import Document, PageBreak
from gen_desktop.reports.follow_up import FollowUpData
from gen_desktop.reports.follow_up_hours import attendance_blocks, company_blocks
from gen_desktop.reports.follow_up_recruitment import recruitment_blocks
from gen_desktop.reports.follow_up_tables import (
    abandonment_blocks,
    budget_blocks,
    certification_blocks,
    completeness_blocks,
    outcome_blocks,
)
from gen_desktop.reports.in_words import (
    FOUND_WORK,
    NOBODY,
    NOT_REACHED,
    STAYED,
    WELCOMED,
    publics_words,
    unknown_words,
    work_words,
)
from gen_desktop.reports.method import glossary_blocks, method_blocks
from gen_desktop.reports.pieces import Block
from gen_desktop.reports.spots import FigureSource
from gen_desktop.reports.table import Column, Table
from gen_desktop.reports.written import Written, count, joined, plural, share_text, tell
from gen_desktop.reports.written_texts import text_blocks

TITLE = "Rapport de suivi"
PUBLICS = (
    *("femmes", "moins_26", "neet", "bac_ou_infra", "de", "deld"),
    *("qpv", "zrr_frr", "rqth", "brsa", "reconversion"),
)


FIRST_PUBLICS = ("femmes", "bac_ou_infra", "moins_26", "qpv", "zrr_frr")


def draw_follow_up(
    data: FollowUpData,
    checks: Sequence[Check],
    stamp: ReportStamp | None = None,
    since: SinceEarlier | None = None,
) -> tuple[Document, str]:
    """The whole report, ready to render, and its fingerprint."""
    digest = fingerprint(data)
    document = start_document(data.identity, TITLE, data.scope_text, data.as_of, (digest, checks), stamp)
    figures = Figures(data.figures)
    document.cover(TITLE, _subtitle(data, figures), cover_facts(data.identity, data.as_of, stamp))
    document.add(*_first_page(data, figures))
    document.add(PageBreak(), Heading(1, "Sommaire"), Contents(1))
    document.add(
        Heading(1, "1. Fiche d’identité"), identity_sheet(data.identity, data.scope_text, data.as_of)
    )
    sections: tuple[Callable[[FollowUpData, Figures], list[Block]], ...] = (
        _cohorts,
        _publics,
        recruitment_blocks,
        attendance_blocks,
        abandonment_blocks,
        company_blocks,
        certification_blocks,
        outcome_blocks,
        completeness_blocks,
        budget_blocks,
    )
    for section in sections:
        document.add(*section(data, figures))
    document.add(*text_blocks(data.texts))
    document.add(*method_blocks("12", data.identity, _is_used), *glossary_blocks())
    document.add(*annex_blocks(checks), *change_blocks(since))
    return document, digest


def _subtitle(data: FollowUpData, figures: Figures) -> Written:
    words = data.scope_text[0].upper() + data.scope_text[1:]
    cohorts = plural(len(data.identity.cohorts), "cohorte")
    return joined((words, cohorts, plural(figures["B3"].N, "apprenant")), " · ")


def _is_used(figure_id: str) -> bool:
    return not figure_id.endswith((".12", ".24")) or figure_id.startswith("D1.")


def _first_page(data: FollowUpData, figures: Figures) -> list[Block]:
    blocks: list[Block] = [KeyFigures(_key_figures(data, figures))]
    if figures["B3"].N:
        bars = [_public_bar(figures, key) for key in FIRST_PUBLICS]
        note = sentence("Parmi les entrés, inconnus compris. Trait vertical : objectif du programme.")
        blocks.append(TargetBars(bars, alt="Publics accueillis, avec leur objectif", note=note))
    blocks.append(Definitions(_in_words(data, figures), term_share=0.22))
    return blocks


def _key_figures(data: FollowUpData, figures: Figures) -> list[KeyFigure]:
    before = Figures(data.previous)

    def counted(
        label: str, n: int, previous: int, counts: str = "", source: FigureSource | None = None
    ) -> KeyFigure:
        told = _previous(count(previous))
        return KeyFigure(label, count(n), counts, told, source=source)

    def of(figure_id: str, part: Part = Part.NUMERATOR) -> FigureSource:
        return FigureSource(PERIOD, figure_id, part)

    admission, filling, attendance = figures["A1"], figures["A2"], figures["B1"]
    entered = figures["B3"].N
    return [
        counted(
            "Candidatures", admission.N, before["A1"].N, "suivies dans la période", of("A1", Part.DENOMINATOR)
        ),
        counted("Admis", admission.n, before["A1"].n, said(admission), of("A1")),
        counted(
            "En formation dans la période",
            entered,
            before["B3"].N,
            tell("{} places", share_text(filling.n, filling.N)) if filling.N else "places non renseignées",
            of("B3", Part.DENOMINATOR),
        ),
        counted(
            "En cours au dernier jour",
            data.in_training,
            data.previous_in_training,
            share_text(data.in_training, entered),
        ),
        counted(
            "Parcours terminés",
            figures["B4"].n,
            before["B4"].n,
            share_text(figures["B4"].n, entered),
            of("B4"),
        ),
        counted("Abandons", figures["B3"].n, before["B3"].n, said(figures["B3"]), of("B3")),
        KeyFigure(
            "Assiduité",
            rate_of(attendance),
            counts_of(attendance),
            _previous(rate_in_whole_hours(before["B1"])),
        ),
        counted(
            "Certifiés",
            figures["C4"].n,
            before["C4"].n,
            tell("sur {}", plural(figures["C2"].N, "présenté")),
            of("C4"),
        ),
    ]


def _public_bar(figures: Figures, key: str) -> TargetBar:
    bar = target_bar(figures[f"A3.{key}"], figures[f"A4.{key}"].target)
    return replace(bar, source=FigureSource(PERIOD, f"A3.{key}"))


def _previous(text: str) -> Written:
    return tell("période précédente : {}", text)


def _in_words(data: FollowUpData, figures: Figures) -> list[tuple[str, str]]:
    """The four questions a programme officer has."""
    outcomes = Figures(data.outcomes)
    entered = figures["B3"].N
    welcomed = tell(
        "{} en formation dans la période, dont {} pendant celle-ci. {}",
        *(people(entered), plural(data.entered_in_period, "entrée"), publics_words(figures)),
    )
    stayed = tell(
        "{} toujours en formation, {} au terme de leur parcours, {} en abandon, soit {}, et {} {}. "
        "Assiduité : {}.",
        *(data.in_training, figures["B4"].n, figures["B3"].n, said(figures["B3"])),
        *(plural(data.neutral, "sortie"), french.form(data.neutral, "neutre"), said(figures["B1"])),
    )
    due = [k for k in (3, 6) if outcomes[f"D1.{k}"].N]
    since = f" parmi les sorties depuis le {french.short_date(data.leavers_since)}"
    work = joined(work_words(outcomes, k, since) for k in due)
    unknown = joined(unknown_words(outcomes, k) for k in due)
    return [
        (WELCOMED, welcomed if entered else NOBODY),
        (STAYED, stayed if entered else NOBODY),
        (FOUND_WORK, work or "Aucun sortant n’est encore à échéance de 3 mois."),
        (NOT_REACHED, unknown or "Personne n’avait à être joint à cette date."),
    ]


def _cohorts(data: FollowUpData, figures: Figures) -> list[Block]:
    heading, cohorts = Heading(1, "2. Cohortes"), data.identity.cohorts
    if not cohorts:
        return [heading, Paragraph("Aucune cohorte dans ce périmètre.")]
    calendar = calendar_table(cohorts, "Calendrier et sites")
    return [heading, calendar, headcount_table(cohorts, figures["A2"], data.as_of)]


def _publics(data: FollowUpData, figures: Figures) -> list[Block]:
    heading = Heading(1, "3. Publics à l’entrée")
    if not figures["B3"].N:
        return [heading, Paragraph("Aucune personne n’est entrée dans ce périmètre.")]
    bars = [_public_bar(figures, key) for key in PUBLICS]
    blocks: list[Block] = [
        heading,
        TargetBars(
            bars,
            alt="Part de chaque public parmi les entrés, avec son objectif",
            note=tell(
                "Trait vertical : objectif du programme. Base : {}, inconnus compris.",
                plural(figures["B3"].N, "entré"),
            ),
        ),
        _publics_table(figures),
    ]
    blocks += [cross_table(cross) for cross in data.crosses]
    blocks += [group_table(f"Entrés par {label.lower()}", label, groups) for label, groups in data.cuts]
    return blocks


def _publics_table(figures: Figures) -> Table:
    rows = []
    for key in PUBLICS:
        public, gap, known = figures[f"A3.{key}"], figures[f"A4.{key}"], figures[f"A3.{key}.connus"]
        rows.append(
            (
                public.label,
                public_rate(public),
                count(public.unknown),
                rate_cell(known),
                target_text(gap.target),
                gap_points(gap.value),
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
            Column("Écart (points)"),
            Column("Lecture", align="left"),
        ],
        rows,
        title="Publics, inconnus et objectifs",
        note="La lecture compare la part des entrés, inconnus compris, à l’objectif du programme. Une "
        "personne peut être de plusieurs publics.",
        dense=True,
    )
