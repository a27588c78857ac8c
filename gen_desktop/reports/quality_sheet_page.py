"""The sheet of result indicators on paper: each rate with n, N and its formula. No database here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from gen_desktop import french
from gen_desktop.reports.blocks import Bullets, Definitions, Heading, Note, Paragraph
from gen_desktop.reports.common import fingerprint, nda_text, siret_text, start_document
from gen_desktop.reports.figures_text import sentence
from gen_desktop.reports.flow import Document
from gen_desktop.reports.method import populations
from gen_desktop.reports.pieces import Block
from gen_desktop.reports.public_rates import WITHHELD, PublicRate
from gen_desktop.reports.public_words import number, public_note, rate_of
from gen_desktop.reports.quality_sheet import PublicMean, QualitySheet
from gen_desktop.reports.table import Cell, Column, Table

TITLE = "Fiche indicateurs de résultats"
NOBODY = "Personne n’est entré dans les cohortes de ce périmètre : aucun taux n’est à publier."
TERMS = ("Entrés", "Terminés", "Abandons", "Sortants à échéance", "Répondants")
_NAMED = 8


def draw_quality_sheet(sheet: QualitySheet, made_on: dt.date) -> tuple[Document, str]:
    """The whole sheet, ready to render, and its fingerprint."""
    digest = fingerprint(sheet)
    document = start_document(sheet.identity, TITLE, sheet.scope_text, sheet.as_of, (digest, ()))
    document.cover(TITLE, sentence(sheet.scope_text), _facts(sheet, made_on))
    k = sheet.horizon
    if sheet.entered == 0:
        document.add(Heading(1, "Parcours et certification"), Paragraph(sentence(NOBODY)))
    else:
        document.add(
            Heading(1, "Parcours et certification"),
            _rates([*sheet.path, *sheet.certification]),
            Heading(1, f"Situation à {k} mois"),
            *_outcomes(sheet),
            Heading(1, "Satisfaction à la fin de la formation"),
            *_satisfaction(sheet),
        )
    document.add(*_method(sheet))
    return document, digest


def _facts(sheet: QualitySheet, made_on: dt.date) -> list[tuple[str, str]]:
    organization, cohorts = sheet.identity.organization, sheet.identity.cohorts
    siret, nda = (organization.siret, organization.nda) if organization else (None, None)
    codes = ", ".join(cohort.code for cohort in cohorts[:_NAMED])
    more = f" et {len(cohorts) - _NAMED} autres" if len(cohorts) > _NAMED else ""
    courses = french.join_names(list(dict.fromkeys(cohort.course for cohort in cohorts)))
    days = [cohort.start for cohort in cohorts], [cohort.end for cohort in cohorts]
    period = french.date_range(min(days[0]), max(days[1])) if cohorts else french.UNKNOWN
    told = [
        ("Organisme", sheet.identity.organization_name),
        ("SIRET", siret_text(siret)),
        ("Déclaration d’activité (NDA)", nda_text(nda)),
        ("Certificat Qualiopi", (organization and organization.qualiopi_number) or "non renseigné"),
        ("Formations", courses or "aucune"),
        ("Cohortes", f"{codes}{more}" if cohorts else "aucune"),
        ("Période", period),
        ("Population", f"{number(sheet.entered)} entrés dans ces cohortes"),
        ("Données arrêtées au", french.long_date(sheet.as_of, weekday=False)),
        ("Fiche établie le", french.long_date(made_on, weekday=False)),
    ]
    return [(name, sentence(value)) for name, value in told]


def _rates(rates: Sequence[PublicRate]) -> Table:
    columns = [
        Column("Indicateur", align="left", width=170),
        Column("Taux, n sur N", width=105),
        Column("Calcul (n / N)", align="left"),
    ]
    rows = [(rate.label, rate_of(rate), sentence(rate.definition)) for rate in rates]
    return Table(columns, rows, dense=True)


def _outcomes(sheet: QualitySheet) -> list[Block]:
    (answers, *_) = sheet.outcomes
    if answers.N == 0:
        return [Paragraph(f"Aucun sortant n’est à échéance de {sheet.horizon} mois.")]
    note = sentence(
        "Deux lectures de chaque taux : sur les seules situations connues, et sur tous les sortants à "
        "échéance, où une situation inconnue compte comme non."
    )
    return [_rates(sheet.outcomes), Note(note)]


def _satisfaction(sheet: QualitySheet) -> list[Block]:
    if sheet.response.N == 0:
        return [Paragraph("Aucun questionnaire n’est attendu à cette date.")]
    columns = [Column("Question", align="left"), Column("Moyenne sur 5"), Column("Notes")]
    blocks: list[Block] = [_rates([sheet.response])]
    if sheet.response.n:
        blocks.append(Table(columns, [_mean(one) for one in sheet.means], dense=True))
    note = sentence(
        "Notes de 1 (pas du tout satisfait) à 5 (très satisfait). Attendus : les personnes sorties de "
        "formation, décès exclus, ou qui ont reçu un questionnaire."
    )
    return [*blocks, Note(note)]


def _mean(one: PublicMean) -> tuple[Cell, ...]:
    if one.marks is None:
        return one.label, WITHHELD, WITHHELD
    return one.label, french.number(one.mean, 1), french.number(one.marks)


def _method(sheet: QualitySheet) -> list[Block]:
    rule = sheet.rule
    in_force = sheet.identity.parameters
    words = (
        public_note(rule),
        "Les taux de plusieurs cohortes sont recalculés à partir des nombres additionnés, jamais moyennés.",
        "Une situation ou un résultat inconnu n’est jamais retiré du dénominateur, sauf là où le calcul dit "
        "« situations connues ».",
        f"Seuil de l’emploi durable : un contrat {_threshold(in_force.seuil_emploi_durable_comparaison)}"
        f"{in_force.seuil_emploi_durable_mois} mois.",
        "Les pourcentages sont arrondis au plus proche à une décimale, la moitié vers le haut.",
    )
    terms = dict(populations())
    return [
        Heading(1, "Définitions et méthode"),
        Definitions([(term, sentence(terms[term])) for term in TERMS]),
        Bullets([sentence(one) for one in words]),
    ]


def _threshold(comparison: str) -> str:
    return "de plus de " if comparison == ">" else "d’au moins "
