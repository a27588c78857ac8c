"""The promotions of France compétences on paper, summed up by certification: nobody is named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from gen_desktop import french
from gen_desktop.queries.populations import Populations
from gen_desktop.queries.promotion import FIRST_HORIZON, PromotionSum, promotion, promotion_sums
from gen_desktop.queries.scope import Scope, parameters
from gen_desktop.reports.audience import readers_note
from gen_desktop.reports.blocks import Bullets, Heading, Note, Paragraph
from gen_desktop.reports.common import Identity, cover_facts, fingerprint, load_identity, start_document
from gen_desktop.reports.figures_text import sentence
from gen_desktop.reports.flow import LANDSCAPE, Document, PageBreak
from gen_desktop.reports.table import Cell, Column, Rate, Table

TITLE = "Promotions France compétences"
YEARS = 2
"""The national directory asks for two promotions at least."""
METHOD = (
    "Promotion : année civile de certification (jour du jury), quelle que soit la cohorte.",
    "Base : certifiés de situation connue à l’échéance, sans les poursuites d’études ni les inaptitudes au "
    "travail (neutralisées). Les inconnus ne sont dans aucune base : ils sont comptés à part.",
    "Insertion globale : en emploi à six mois / base. Métier visé : dans le métier visé par la certification "
    "/ base, à six mois et à deux ans.",
    "Taux en pourcentages entiers, arrondis au plus proche, la moitié vers le haut, comme dans les données "
    "publiées. La validation des acquis de l’expérience (VAE) n’est pas suivie dans GEN Desktop.",
)


@dataclass(frozen=True, slots=True)
class PromotionSums:
    """Everything the document prints: the promotions of ``year`` and of those before, the latest first."""

    identity: Identity
    year: int
    as_of: dt.date
    promotions: tuple[tuple[int, tuple[PromotionSum, ...]], ...]

    @property
    def scope_text(self) -> str:
        """« Promotions 2024 et 2025 »."""
        return f"Promotions {self.year - YEARS + 1} et {self.year}"


def load_promotion_sums(session: Session, year: int, as_of: dt.date) -> PromotionSums:
    """The certified of a year and of the one before, as known on a day; the erased are counted too."""
    years = range(year, year - YEARS, -1)
    scope = Scope(as_of, None, dt.date(year - YEARS + 1, 1, 1))
    return PromotionSums(
        identity=load_identity(session, Populations(scope, parameters(session, as_of))),
        year=year,
        as_of=as_of,
        promotions=tuple(
            (one, promotion_sums(promotion(session, one, as_of, with_erased=True), one)) for one in years
        ),
    )


def draw_promotion_sums(data: PromotionSums) -> tuple[Document, str]:
    """The whole document, ready to render, and its fingerprint."""
    digest = fingerprint(data)
    document = start_document(data.identity, TITLE, data.scope_text, data.as_of, (digest, ()))
    facts = [fact for fact in cover_facts(data.identity, data.as_of) if fact[0] != "Cohortes"]
    document.cover(TITLE, data.scope_text, facts)
    document.add(Heading(1, "Méthode"), Bullets([sentence(one) for one in METHOD]))
    document.add(Note(sentence(readers_note("promotion_sums"))))
    document.add(PageBreak(LANDSCAPE))
    for year, sums in data.promotions:
        document.add(Heading(1, f"Promotion {year}"))
        if sums:
            document.add(_table(sums))
        else:
            document.add(Paragraph(f"Aucune certification complète n’est datée de {year}."))
    return document, digest


def _table(sums: Sequence[PromotionSum]) -> Table:
    columns = [
        Column("Certification", align="left", width=74),
        Column("Intitulé", align="left"),
        Column("Certifiés", width=52),
        Column("Insertion globale", group=f"À {FIRST_HORIZON} mois", width=94),
        Column("Métier visé", group=f"À {FIRST_HORIZON} mois", width=94),
        Column("Inconnus", group=f"À {FIRST_HORIZON} mois", width=52),
        Column("Métier visé", group="À 2 ans", width=94),
        Column("Inconnus", group="À 2 ans", width=52),
    ]
    return Table(columns, [_row(one) for one in sums], dense=True)


def _row(one: PromotionSum) -> list[Cell]:
    return [
        one.certification or "sans code",
        one.title,
        french.number(one.certified),
        _rate(one.employed, one.base),
        _rate(one.aimed, one.base),
        french.number(one.unknown),
        _rate(one.later_aimed, one.later_base),
        french.number(one.later_unknown),
    ]


def _rate(n: int, total: int) -> Rate:
    return Rate(french.rate(n, total, 0), french.share_text(n, total))
