"""The balance of an ESF+ operation on paper: entry, exit, six months after. No database here."""

from __future__ import annotations

from collections.abc import Sequence

from gen_desktop import french
from gen_desktop.reports.audience import readers_note
from gen_desktop.reports.blocks import Bullets, Callout, Heading, Note, Paragraph
from gen_desktop.reports.common import cover_facts, fingerprint, identity_sheet, start_document
from gen_desktop.reports.esf_balance import BalanceLine, BalanceSection, EsfBalance
from gen_desktop.reports.figures_text import ratio, sentence
from gen_desktop.reports.flow import Document
from gen_desktop.reports.pieces import Block
from gen_desktop.reports.table import Cell, Column, Row, Table
from gen_desktop.reports.written import count

TITLE = "Bilan d’exécution FSE+"
EU = "Cofinancé par l’Union européenne."
NO_EU = (
    "Aucun programme de ce périmètre n’est marqué comme cofinancé par l’Union européenne : vérifiez le choix "
    "des cohortes, ou la fiche du programme."
)
NOBODY = "Personne n’est entré en formation dans ce périmètre à cette date."


def draw_esf_balance(balance: EsfBalance) -> tuple[Document, str]:
    """The whole balance, ready to render, and its fingerprint."""
    digest = fingerprint(balance)
    identity, words = balance.identity, balance.title_scope
    document = start_document(identity, TITLE, words, balance.as_of, (digest, ()))
    document.cover(TITLE, sentence(words), cover_facts(identity, balance.as_of))
    is_funded = any(program.is_eu_cofunded for program in identity.programs)
    document.add(Note(EU) if is_funded else Callout(sentence(NO_EU), "Cofinancement", "attention"))
    document.add(Note(sentence(readers_note("esf_balance"))))
    document.add(Heading(1, "1. Identification"), identity_sheet(identity, words, balance.as_of))
    document.add(Heading(1, "2. Participants"), *_participants(balance))
    if balance.participants != 0:
        document.add(Heading(1, "3. À l’entrée"), *_sections(balance.entry, balance))
        document.add(Heading(1, "4. À la sortie"), *_sections(balance.exits, balance))
        document.add(Heading(1, "5. Six mois après la sortie"), *_sections(balance.later, balance))
        document.add(Heading(1, "6. Complétude"), _completeness(balance))
    document.add(Heading(1, "Méthode"), Bullets([sentence(one) for one in _method(balance)]))
    return document, digest


def _participants(balance: EsfBalance) -> list[Block]:
    if balance.participants == 0:
        return [Paragraph(sentence(NOBODY))]
    rows = [(name, count(n)) for name, n in zip(balance.sexes, balance.by_sex, strict=True)]
    columns = [Column("Sexe", align="left"), Column("Participations (EECO01)", width=130)]
    people = count(balance.people)
    words = f"{people} personnes distinctes : qui est entré deux fois compte deux participations."
    total = ("Ensemble", count(balance.participants))
    return [Table(columns, rows, total=total, note=sentence(words))]


def _sections(sections: Sequence[BalanceSection], balance: EsfBalance) -> list[Block]:
    rows: list[Row] = []
    for section in sections:
        rows.append(Row((section.title,), "group"))
        rows += [_row(line) for line in section.lines]
    columns = [
        Column("Indicateur", align="left"),
        Column("Code", align="left", width=52),
        Column("Ensemble", width=64),
        *(Column(name, width=72) for name in balance.sexes),
    ]
    return [Table(columns, rows, dense=True)]


def _row(line: BalanceLine) -> Row:
    cells: list[Cell] = [line.label, line.code or french.UNKNOWN, count(line.total)]
    cells += [count(n) for n in line.by_sex]
    return Row(cells, "unknown" if line.is_gap else "body")


def _completeness(balance: EsfBalance) -> Table:
    rows = []
    for section in (*balance.entry, *balance.exits, *balance.later):
        known = ratio(section.due - section.unknown, section.due)
        rows.append((section.title, known, count(section.unknown)))
    columns = [Column("Pièce", align="left"), Column("Renseigné", width=130), Column("À compléter", width=80)]
    note = (
        "Renseigné : sur les participants à l’entrée, sur ceux dont le relevé est dû à la sortie et à six "
        "mois. Un refus de répondre est une réponse."
    )
    return Table(columns, rows, note=sentence(note), dense=True)


def _method(balance: EsfBalance) -> tuple[str, ...]:
    return (
        "Un participant est une inscription suivie d’une entrée réelle ; chaque section répartit les mêmes "
        "participants et ses lignes s’additionnent, « dont » excepté (EECO03 est dans EECO02 ; qui est à la "
        "fois en emploi et en formation à la sortie est dans EECR02 et EECR04).",
        f"Sortie : situation relevée dans les {balance.exit_days} jours qui suivent la sortie ; passé ce "
        "délai sans relevé, la sortie est non renseignée.",
        "Six mois : situation connue à six mois de la sortie, dite par la personne ou par un emploi daté ; "
        "sinon elle est non relevée. L’échéance de trois mois ne la remplace pas.",
        "Chômeur de longue durée : plus de six mois avant 25 ans, plus de douze mois à partir de 25 ans.",
        "Source : règlement (UE) 2021/1057, annexe I.",
    )
