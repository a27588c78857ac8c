"""The first page of the evaluation report: it must be enough for whoever reads no other."""

from __future__ import annotations

from collections.abc import Sequence

from gen_desktop import french
from gen_desktop.queries.breakdowns import Group
from gen_desktop.queries.report_scopes import COHORTS
from gen_desktop.reference.lists import code_list
from gen_desktop.reports.blocks import Definitions, Note
from gen_desktop.reports.cards import KeyFigure, KeyFigures
from gen_desktop.reports.charts import OutcomeBar, OutcomeBars, Segment
from gen_desktop.reports.evaluation import EvaluationData
from gen_desktop.reports.figures_text import (
    Figures,
    against_target,
    counts_of,
    rate_of,
    said,
    sentence,
    share,
    target_text,
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
from gen_desktop.reports.pieces import Block
from gen_desktop.reports.spots import FigureSource
from gen_desktop.reports.written import plural, rate, share_text, tell


def first_page_blocks(data: EvaluationData, figures: Figures) -> list[Block]:
    """What the report says in one page: figures, the whole of the leavers, four questions answered."""
    k = data.horizon
    cards = [
        _card(data, figures, key, label)
        for key, label in (
            ("B4", "Parcours terminés"),
            ("C4", "Certifiés parmi les entrés"),
            (f"D1.{k}", f"Situation connue à {k} mois"),
            (f"D4.{k}", "En emploi, sur répondants"),
            (f"D3a.{k}", "Sorties positives GEN, sur répondants"),
            (f"D3b.{k}", "Sorties positives GEN, prudent"),
            (f"D3c.{k}", "Sorties positives GEN, haut"),
            (f"D5.{k}", "Emploi durable, sur répondants"),
        )
    ]
    blocks: list[Block] = [KeyFigures(cards)]
    if data.flow.due:
        blocks.append(_outcome_bar(data, figures))
    blocks.append(Definitions(_in_words(data, figures), term_share=0.22))
    note = sentence(
        "Sorties positives GEN : emploi, création d’entreprise ou formation. Sur répondants : parmi les "
        "situations connues. Prudent : l’inconnu compte comme non. Haut : il compte comme oui. La vérité est "
        "entre les deux."
    )
    return [*blocks, Note(note)]


def _card(data: EvaluationData, figures: Figures, key: str, label: str) -> KeyFigure:
    figure, target = figures[key], data.target(key)
    reading = against_target(figure, target)
    detail = reading if target is None else tell("objectif {}, {}", target_text(target), reading)
    mark = None if target is None else float(target) / 100
    return KeyFigure(
        label, rate_of(figure), counts_of(figure), detail, share(figure), mark, FigureSource(COHORTS, key)
    )


def _outcome_bar(data: EvaluationData, figures: Figures) -> OutcomeBars:
    k, due = data.horizon, data.flow.due
    durable, employed = figures[f"D5.{k}"].n, figures[f"D4.{k}"].n
    training = sum_of(data.situations, training="yes")
    other = data.flow.answered - employed - training
    parts = (
        ("emploi durable", durable),
        ("autre emploi", employed - durable),
        ("formation", training),
        ("recherche ou autre", other),
        ("inconnu", data.flow.unknown),
    )
    segments = [Segment(name, n / due, rate(n, due), share_text(n, due)) for name, n in parts]
    return OutcomeBars(
        [OutcomeBar(segments)],
        alt=f"Situation à {k} mois des sortants à échéance",
        note=tell("Base : {} à échéance de {} mois, inconnus compris.", plural(due, "sortant"), k),
    )


def sum_of(groups: Sequence[Group], **attributes: str) -> int:
    """How many of the groups, keyed by situation codes, have these attributes."""
    codes = code_list("outcome_situation")
    return sum(
        group.counts[0]
        for group in groups
        if group.key is not None
        and all(codes[group.key][name] == value for name, value in attributes.items())
    )


def _in_words(data: EvaluationData, figures: Figures) -> list[tuple[str, str]]:
    """The four questions a programme officer has."""
    k, flow = data.horizon, data.flow
    welcomed = tell(
        "{}, sur {}. {}",
        plural(flow.entered, "personne entrée", "personnes entrées"),
        plural(flow.applied, "candidature"),
        publics_words(figures),
    )
    stayed = tell(
        "{} au terme de leur parcours, {} en abandon, soit {}, {} {}, {} encore en formation. Certification "
        "complète : {} des entrés.",
        *(flow.completed, flow.abandoned, said(figures["B3"])),
        *(plural(flow.neutral, "sortie"), french.form(flow.neutral, "neutre")),
        *(flow.in_training, said(figures["C4"])),
    )
    nobody = tell(
        "{} ; aucune n’est encore à échéance de {} mois : les taux d’insertion n’ont pas de base.",
        plural(flow.left, "sortie"),
        k,
    )
    not_reached = unknown_words(figures, k) if flow.due else "Personne n’avait à être joint à cette date."
    return [
        (WELCOMED, welcomed if flow.entered else NOBODY),
        (STAYED, stayed if flow.entered else NOBODY),
        (FOUND_WORK, work_words(figures, k) if flow.due else nobody),
        (NOT_REACHED, not_reached),
    ]
