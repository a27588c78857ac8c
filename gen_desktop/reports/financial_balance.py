"""The financial balance: planned and realized by programme, and what each person and outcome cost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.orm import Session

from gen_desktop import french
from gen_desktop.queries.budgets import Budget, budgets, cohorts_without_program
from gen_desktop.queries.populations import Populations
from gen_desktop.queries.scope import Scope, parameters
from gen_desktop.reports.audience import readers_note
from gen_desktop.reports.blocks import Bullets, Callout, Heading, Note, Paragraph
from gen_desktop.reports.common import Identity, cover_facts, fingerprint, load_identity, start_document
from gen_desktop.reports.figures_text import ratio, sentence
from gen_desktop.reports.flow import Document
from gen_desktop.reports.pieces import Block
from gen_desktop.reports.table import Cell, Column, Row, Table
from gen_desktop.reports.written import euros

TITLE = "Bilan financier"
NONE = "Aucun programme n’est renseigné : les montants se saisissent dans la fiche de chaque programme."
NO_AMOUNT = (
    "Aucun montant n’est saisi : indiquez le prévu et le réalisé dans la fiche de chaque programme "
    "(Listes, Programmes)."
)
METHOD = (
    "Montants : ceux de la fiche de chaque programme, en euros ; un montant vide n’est pas zéro, il n’est "
    "pas connu.",
    "Personnes : celles de toutes les cohortes du programme, quelle que soit l’année, telles que connues à "
    "la date d’arrêt.",
    "Coût par entré, par certifié : montant / entrés, montant / certifications complètes. Tant que des "
    "personnes sont en formation ou attendent le jury, ces coûts baissent encore.",
    "Coût par sortie positive : montant / personnes en emploi, création ou formation à l’échéance. Qui n’est "
    "pas encore à échéance, ou dont la situation est inconnue, n’y est pas : le coût est un plafond.",
)


@dataclass(frozen=True, slots=True)
class FinancialBalance:
    """Everything the balance prints. ``orphans``: cohorts that no programme pays for."""

    identity: Identity
    horizon: int
    as_of: dt.date
    budgets: tuple[Budget, ...]
    orphans: int

    @property
    def scope_text(self) -> str:
        """« Tous les programmes, situation à 6 mois »."""
        return f"Tous les programmes, situation à {self.horizon} mois"


def load_financial_balance(session: Session, as_of: dt.date, horizon: int) -> FinancialBalance:
    """Every programme of the file, as known on a day."""
    scope = Scope(as_of)
    return FinancialBalance(
        identity=load_identity(session, Populations(scope, parameters(session, as_of))),
        horizon=horizon,
        as_of=as_of,
        budgets=budgets(session, scope, horizon),
        orphans=cohorts_without_program(session),
    )


def draw_financial_balance(data: FinancialBalance) -> tuple[Document, str]:
    """The whole balance, ready to render, and its fingerprint."""
    digest = fingerprint(data)
    document = start_document(data.identity, TITLE, data.scope_text, data.as_of, (digest, ()))
    facts = [fact for fact in cover_facts(data.identity, data.as_of) if fact[0] != "Cohortes"]
    document.cover(TITLE, data.scope_text, facts)
    if not data.budgets:
        document.add(Heading(1, "Montants"), Paragraph(sentence(NONE)))
    else:
        document.add(Heading(1, "Montants par programme"), *_amounts(data))
        document.add(Heading(1, "Personnes"), _people(data))
        document.add(Heading(1, "Coûts"), _costs(data.budgets, data.horizon))
    document.add(Heading(1, "Méthode"), Bullets([sentence(one) for one in METHOD]))
    document.add(Note(sentence(readers_note("financial_balance"))))
    return document, digest


def cost(amount: Decimal | None, people: int) -> Decimal | None:
    """What each of them cost, in whole euros; None when the amount is not known or nobody is counted."""
    return None if amount is None or not people else french.round_half_up(amount / people)


def _amounts(data: FinancialBalance) -> list[Block]:
    rows = [
        (one.name, one.agreement_number, euros(one.planned), euros(one.realized), _gap(one.gap))
        for one in data.budgets
    ]
    columns = [
        Column("Programme", align="left"),
        Column("Convention ou marché", align="left", width=96),
        Column("Prévu", width=80),
        Column("Réalisé", width=80),
        Column("Écart", width=76),
    ]
    planned, realized = ([getattr(one, name) for one in data.budgets] for name in ("planned", "realized"))
    total: tuple[Cell, ...] = ("Ensemble", None, euros(_sum(planned)), euros(_sum(realized)), None)
    notes = [f"Ensemble : {_known(planned)} pour le prévu, {_known(realized)} pour le réalisé."]
    if data.orphans:
        count = french.plural(data.orphans, "cohorte")
        notes.append(f"Sans programme, donc dans aucun montant : {count}.")
    return [Table(columns, rows, total=total, dense=True), Note(sentence(" ".join(notes)))]


def _sum(amounts: Sequence[Decimal | None]) -> Decimal | None:
    known = [one for one in amounts if one is not None]
    return sum(known, Decimal()) if known else None


def _known(amounts: Sequence[Decimal | None]) -> str:
    known = sum(one is not None for one in amounts)
    return f"montant connu de {french.plural(known, 'programme')} sur {len(amounts)}"


def _gap(gap: Decimal | None) -> str | None:
    return None if gap is None else f"{french.number(gap, signed=True)}\u202f€"


def _people(data: FinancialBalance) -> Table:
    columns = [
        Column("Programme", align="left"),
        Column("Cohortes"),
        Column("Entrés"),
        Column("Certifiés"),
        Column(f"Sorties positives à {data.horizon} mois, sur l’échéance", width=120),
        Column("Inconnus"),
    ]
    rows: list[list[Cell]] = []
    for one in data.budgets:
        counts = (french.number(count) for count in (one.cohorts, one.entered, one.certified))
        rows.append([one.name, *counts, ratio(one.positive, one.due), french.number(one.unknown)])
    return Table(columns, rows, dense=True)


def _costs(found: Sequence[Budget], horizon: int) -> Block:
    if all(one.planned is None and one.realized is None for one in found):
        return Callout(sentence(NO_AMOUNT), "Aucun coût à calculer", "attention")
    columns = [
        Column("Montant", align="left"),
        Column("Par entré"),
        Column("Par certifié"),
        Column(f"Par sortie positive à {horizon} mois"),
    ]
    rows: list[Row] = []
    for one in found:
        rows.append(Row((one.name,), "group"))
        for label, amount in (("Prévu", one.planned), ("Réalisé", one.realized)):
            costs = (cost(amount, people) for people in (one.entered, one.certified, one.positive))
            rows.append(Row((f"{label} : {euros(amount)}".replace(" :", "\u00a0:"), *map(euros, costs))))
    return Table(columns, rows, dense=True)
