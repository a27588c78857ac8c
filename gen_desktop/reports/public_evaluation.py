"""The public version of the evaluation report: fewer tables, and the small-number rule in all of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from gen_desktop import french
from gen_desktop.models.disclosure import small_numbers
from gen_desktop.reports.blocks import Contents, Heading, Note, Paragraph
from gen_desktop.reports.cards import KeyFigure, KeyFigures
from gen_desktop.reports.charts import OutcomeBar, OutcomeBars, Segment
from gen_desktop.reports.cohort_tables import calendar_table
from gen_desktop.reports.common import Check, cover_facts, fingerprint, identity_sheet, start_document
from gen_desktop.reports.figures_text import against_rate, sentence, target_text
from gen_desktop.reports.flow import Document, PageBreak
from gen_desktop.reports.method import benchmark_rows, glossary_blocks, method_blocks
from gen_desktop.reports.pieces import Block
from gen_desktop.reports.public_numbers import PublicGroup, PublicNumbers
from gen_desktop.reports.public_rates import COUNTED, Count, ToldFigure
from gen_desktop.reports.public_words import number, public_note, rate
from gen_desktop.reports.table import Cell, Column, Row, Table

TITLE = "Rapport d’évaluation, version publique"

_USED = ("A1", "B3", "B4", "C2", "C4", "D1", "D2", "D3a", "D3b", "D3c", "D4", "D4p", "D5", "D5p")


def draw_public_evaluation(
    numbers: PublicNumbers, as_of: dt.date, checks: Sequence[Check]
) -> tuple[Document, str]:
    """The whole public version, ready to render, and its fingerprint."""
    digest = fingerprint(numbers)
    words = f"{numbers.title_scope}, situation à {numbers.horizon} mois"
    document = start_document(numbers.identity, TITLE, words, as_of, (digest, checks))
    document.cover(TITLE, words, cover_facts(numbers.identity, as_of))
    document.add(*_first_page(numbers))
    document.add(PageBreak(), Heading(1, "Sommaire"), Contents(1))
    document.add(Heading(1, "1. Fiche d’identité"), identity_sheet(numbers.identity, words, as_of))
    if numbers.identity.cohorts:
        document.add(calendar_table(numbers.identity.cohorts, "Cohortes du périmètre"))
    for section in (_flow, _certification, _outcomes, _equality, _comparison):
        document.add(*section(numbers))
    document.add(*method_blocks("7", numbers.identity, lambda key: _is_used(key, numbers.horizon)))
    document.add(*glossary_blocks())
    return document, digest


def _is_used(figure_id: str, horizon: int) -> bool:
    code, _, rest = figure_id.partition(".")
    return code in _USED and rest in ("", str(horizon))


def _rates(numbers: PublicNumbers) -> dict[str, tuple[str, Count, Count]]:
    """Label, numerator and denominator of each rate that is told, by its id in the catalogue."""
    unknown = _minus(numbers.due, numbers.answered)
    not_excluded = None if numbers.positive is None or unknown is None else numbers.positive + unknown
    return {
        "B4": ("Parcours terminés", numbers.completed, numbers.entered),
        "B3": ("Abandons", numbers.abandoned, numbers.entered),
        "C4": ("Certifiés parmi les entrés", numbers.certified, numbers.entered),
        "C2": ("Certifiés parmi les présentés", numbers.certified, numbers.presented),
        "D1": ("Situation connue", numbers.answered, numbers.due),
        "D2": ("Situation inconnue", unknown, numbers.due),
        "D3a": ("Sorties positives GEN, sur répondants", numbers.positive, numbers.answered),
        "D3b": ("Sorties positives GEN, prudent", numbers.positive, numbers.due),
        "D3c": ("Sorties positives GEN, haut", not_excluded, numbers.due),
        "D4": ("Emploi, sur répondants", numbers.employed, numbers.answered),
        "D4p": ("Emploi, prudent", numbers.employed, numbers.due),
        "D5": ("Emploi durable, sur répondants", numbers.durable, numbers.answered),
        "D5p": ("Emploi durable, prudent", numbers.durable, numbers.due),
    }


def told_figures(numbers: PublicNumbers) -> list[ToldFigure]:
    """What is told under a code of the catalogue, for machines."""
    counted = [(name, getattr(numbers, name), None) for name in COUNTED]
    rates = [
        (f"{key}.{numbers.horizon}" if key.startswith("D") else key, n, total)
        for key, (_, n, total) in _rates(numbers).items()
    ]
    return [*counted, *rates]


def _minus(wide: Count, narrow: Count) -> Count:
    return None if wide is None or narrow is None else wide - narrow


def _first_page(numbers: PublicNumbers) -> list[Block]:
    keys = ("B4", "C4", "D1", "D4", "D3a", "D3b", "D3c", "D5")
    rule = small_numbers(numbers.identity.parameters)
    blocks: list[Block] = [KeyFigures([_card(numbers, key) for key in keys])]
    bar = _outcome_bar(numbers)
    blocks += [bar] if bar is not None else []
    words = (
        f"{public_note(rule)} Sur répondants : parmi les situations connues. Prudent : l’inconnu compte "
        "comme non. Haut : il compte comme oui."
    )
    return [*blocks, Note(sentence(words))]


def _card(numbers: PublicNumbers, key: str) -> KeyFigure:
    label, n, total = _rates(numbers)[key]
    shown = rate(n, total)
    target = dict(numbers.targets).get(f"{key}.{numbers.horizon}", dict(numbers.targets).get(key))
    share = n / total if n is not None and total else None
    if target is None:
        return KeyFigure(label, shown.value, shown.counts, share=share)
    reading = against_rate(french.rate_value(n, total) if n is not None and total else None, target)
    detail = f"objectif {target_text(target)}, {reading}"
    return KeyFigure(label, shown.value, shown.counts, detail, share, float(target) / 100)


def _outcome_bar(numbers: PublicNumbers) -> OutcomeBars | None:
    """The whole of the leavers due, where each of its parts is told."""
    due, answered, durable = numbers.due, numbers.answered, numbers.durable
    if not due or answered is None or durable is None or numbers.employed is None or numbers.positive is None:
        return None
    parts = (
        ("emploi durable", durable),
        ("autre emploi", numbers.employed - durable),
        ("formation", numbers.positive - numbers.employed),
        ("recherche ou autre", answered - numbers.positive),
        ("inconnu", due - answered),
    )
    segments = [Segment(name, n / due, french.rate(n, due), french.share_text(n, due)) for name, n in parts]
    alt = f"Situation à {numbers.horizon} mois des {due} sortants à échéance"
    note = f"Base : {french.plural(due, 'sortant')} à échéance de {numbers.horizon} mois, inconnus compris."
    return OutcomeBars([OutcomeBar(segments)], alt=alt, note=sentence(note))


def _flow(numbers: PublicNumbers) -> list[Block]:
    rows: list[list[Cell]] = [
        ["Candidatures", number(numbers.applied), None],
        ["Admis", number(numbers.admitted), rate(numbers.admitted, numbers.applied)],
        ["Entrés", number(numbers.entered), rate(numbers.entered, numbers.admitted)],
    ]
    columns = [
        Column("Étape", align="left"),
        Column("Nombre", width=80),
        Column("De l’étape d’avant", width=130),
    ]
    ways: list[list[Cell]] = [
        [label, number(count), rate(count, numbers.entered)] for label, count in numbers.ways
    ]
    whole = None if any(count is None for _, count in numbers.ways) else numbers.entered
    total: list[Cell] = ["Entrés", number(numbers.entered), rate(whole, whole)]
    heads = [
        Column("Où en sont les entrés", align="left"),
        Column("Nombre", width=80),
        Column("Part", width=130),
    ]
    note = "Les parts de quelques personnes sont réunies à la plus petite des autres."
    return [
        Heading(1, "2. Du dossier à la sortie"),
        Table(columns, rows, title="Recrutement"),
        Table(heads, ways, total=total, title="Parcours", note=note),
    ]


def _certification(numbers: PublicNumbers) -> list[Block]:
    rates = _rates(numbers)
    rows = [(label, rate(n, total)) for label, n, total in (rates["C2"], rates["C4"])]
    columns = [Column("Certification complète", align="left"), Column("Taux", width=130)]
    return [Heading(1, "3. Certification"), Table(columns, rows)]


def _outcomes(numbers: PublicNumbers) -> list[Block]:
    heading = Heading(1, f"4. Situation à {numbers.horizon} mois")
    if numbers.due == 0:
        return [heading, Paragraph(f"Aucun sortant n’est à échéance de {numbers.horizon} mois.")]
    rows = [
        (label, rate(n, total)) for key, (label, n, total) in _rates(numbers).items() if key.startswith("D")
    ]
    return [heading, Table([Column("Indicateur", align="left"), Column("Taux", width=130)], rows)]


def _equality(numbers: PublicNumbers) -> list[Block]:
    blocks: list[Block] = [Heading(1, "5. Égalité et territoires")]
    rows: list[Row] = []
    for label, groups in numbers.cuts:
        rows += [Row((label,), "group"), *(_group_row(group) for group in groups)]
    if rows:
        blocks.append(_groups_table("", "Groupe", rows, numbers.horizon))
    if numbers.uncut:
        names = french.join_names(numbers.uncut)
        words = f"Trop peu de personnes pour distinguer les groupes selon : {names}."
        blocks.append(Paragraph(sentence(words)))
    return blocks


def _groups_table(title: str, head: str, rows: Sequence[Row], horizon: int) -> Table:
    titles = (
        *("Abandon", "Certifiés des entrés", f"Réponse à {horizon} mois"),
        *("Positives, sur rép.", "Positives, prudent", "Emploi, sur rép."),
    )
    columns = [Column(head, align="left"), Column("Entrés")]
    columns += [Column(one, stacked=True) for one in titles]
    return Table(columns, rows, title=title, dense=True)


def _group_row(group: PublicGroup) -> Row:
    told = dict(enumerate(group.outcomes or ()))
    due, answered, positive, employed = (told.get(index) for index in range(4))
    cells: list[Cell] = [
        group.label,
        french.number(group.entered),
        rate(group.abandoned, group.entered),
        rate(group.certified, group.entered),
        rate(answered, due),
        rate(positive, answered),
        rate(positive, due),
        rate(employed, answered),
    ]
    return Row(cells)


def _comparison(numbers: PublicNumbers) -> list[Block]:
    blocks: list[Block] = [Heading(1, "6. Comparaison")]
    if numbers.cohorts:
        rows = [_group_row(cohort) for cohort in numbers.cohorts]
        blocks.append(_groups_table("Par cohorte", "Cohorte", rows, numbers.horizon))
    rates = _rates(numbers)
    published = [
        (rates[key][0], rate(*rates[key][1:]), sentence(f"{value} ({what})"), sentence(source))
        for key, what, value, source in benchmark_rows()
        if key in rates
    ]
    columns = [
        Column("Indicateur", align="left"),
        Column("Ici"),
        Column("Publié", align="left"),
        Column("Source", align="left"),
    ]
    note = (
        "Repères nationaux, pour situer et non pour classer : publics, années et manières de compter "
        "diffèrent."
    )
    return [*blocks, Table(columns, published, title="Repères publiés", note=sentence(note), dense=True)]
