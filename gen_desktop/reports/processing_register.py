"""The register of processing (GDPR art. 30) on paper: one sheet for each purpose. No database here."""

from __future__ import annotations

import datetime as dt

from gen_desktop import VERSION, french
from gen_desktop.french import NBSP, typographic
from gen_desktop.queries.retention_periods import PeriodRow, base_words
from gen_desktop.reference.processing import Purpose
from gen_desktop.reports.blocks import Bullets, Callout, Contents, Definitions, Heading, Note, Paragraph
from gen_desktop.reports.common import fingerprint
from gen_desktop.reports.finish import DocumentInfo
from gen_desktop.reports.flow import Document, PageBreak
from gen_desktop.reports.pieces import Block
from gen_desktop.reports.processing_facts import Measure, RegisterData, measures
from gen_desktop.reports.table import Column, Table

TITLE = "Registre des traitements"
NO_TRANSFER = (
    "Aucun transfert hors de l’Union européenne : les données restent sur l’ordinateur de l’organisme."
)
_NOT_SAID = "À compléter dans « Mon organisme »"


def draw_register(data: RegisterData) -> tuple[Document, str]:
    """The whole register, ready to render, and its fingerprint."""
    digest = fingerprint(data)
    document = Document(document_info(data, TITLE, digest))
    document.cover(TITLE, typographic("Données personnelles, RGPD article 30"), register_facts(data))
    document.add(*_introduction(data), Heading(1, "Sommaire"), Contents(1))
    for number, purpose in enumerate(data.purposes, start=1):
        document.add(PageBreak(), *_sheet(number, purpose, data))
    document.add(PageBreak(), *_annexes(len(data.purposes) + 1, data))
    return document, digest


def document_info(data: RegisterData, title: str, digest: str) -> DocumentInfo:
    """What a document about personal data says of itself, in its header and footer."""
    name = organization_name(data)
    return DocumentInfo(
        title=f"{title}, {name}",
        subject=f"{title} de données personnelles, {name}",
        organization=name,
        program=title,
        as_of=f"Établi le {french.short_date(data.as_of)}",
        fingerprint=digest,
        seal=data.seal.in_words() if data.seal is not None else "",
        version=VERSION,
        created=dt.datetime.combine(data.as_of, dt.time(), tzinfo=dt.UTC),
        mention="Données fictives" if data.is_invented else "",
    )


def organization_name(data: RegisterData) -> str:
    """Who answers for the data."""
    return data.organization.name if data.organization is not None else "Organisme à renseigner"


def register_facts(data: RegisterData) -> list[tuple[str, str]]:
    """Who answers for the data, and whom people write to."""
    organization = data.organization
    return [
        ("Responsable du traitement", organization_name(data)),
        ("Représentant", (organization and organization.representative) or _said_nowhere()),
        ("À qui s’adresser pour ses données", contact(data)),
        ("Établi le", french.long_date(data.as_of, weekday=False)),
    ]


def contact(data: RegisterData) -> str:
    """Whom people write to about their data."""
    organization = data.organization
    return (organization and (organization.privacy_contact or organization.email)) or _said_nowhere()


def _said_nowhere() -> str:
    return typographic(_NOT_SAID)


def _introduction(data: RegisterData) -> list[Block]:
    blocks: list[Block] = [
        Paragraph(
            typographic(
                "Ce registre est fait des réglages en vigueur dans le fichier et de la manière dont il est "
                "réellement gardé. Relisez-le : les bases légales et les destinataires dépendent de vos "
                "conventions."
            )
        )
    ]
    missing = [typographic(one.words) for one in measures(data) if one.is_missing]
    if missing:
        blocks.append(Callout(" \n".join(missing), "À corriger", "attention"))
    return blocks


def _sheet(number: int, purpose: Purpose, data: RegisterData) -> list[Block]:
    heading = Heading(1, f"{number}. {purpose.name}")
    blocks: list[Block] = [heading]
    if not purpose.in_program:
        outside = "Ce traitement ne se fait pas dans GEN Desktop. Gardez la fiche si votre organisme le fait."
        blocks.append(Callout(typographic(outside), "Hors du programme", "info"))
    items = [
        ("Finalité", purpose.purpose),
        ("Base légale", purpose.basis),
        ("Personnes concernées", purpose.people),
        ("Catégories de données", purpose.data),
        ("Destinataires", purpose.recipients),
        ("Transferts", NO_TRANSFER if purpose.in_program else "À préciser."),
        ("Durée de conservation", _retention(purpose, data)),
        ("Responsable du traitement", organization_name(data)),
        ("À qui s’adresser", contact(data)),
    ]
    blocks.append(Definitions([(term, typographic(text)) for term, text in items]))
    if purpose.in_program:
        blocks += [Heading(2, "Mesures de sécurité"), Bullets([_said(one) for one in measures(data)])]
    return blocks


def _said(measure: Measure) -> str:
    return typographic(f"À corriger : {measure.words}" if measure.is_missing else measure.words)


def _retention(purpose: Purpose, data: RegisterData) -> str:
    if not purpose.by_settings:
        return purpose.retention
    lines = [purpose.retention] if purpose.retention else []
    return " \n".join([*lines, *grouped_periods(data.periods)])


def grouped_periods(periods: tuple[PeriodRow, ...]) -> list[str]:
    """One line for each length of time: « 6 ans après l’année de fin de la formation : OPCO et Région »."""
    groups: dict[str, list[str]] = {}
    for row in periods:
        groups.setdefault(row.words, []).append(row.label)
    return [f"{words}{NBSP}: {french.join_names(labels)}." for words, labels in groups.items()]


def _annexes(number: int, data: RegisterData) -> list[Block]:
    rows = [
        (row.label, f"{row.years}{NBSP}{french.form(row.years, 'an')}", base_words(row.base), _why(row))
        for row in data.periods
    ]
    columns = (
        Column("Financeur ou cas", align="left", width=120),
        Column("Durée", align="right", width=44),
        Column("Comptée depuis le 31 décembre de", align="left", width=126),
        Column("Raison et source", align="left"),
    )
    rule = (
        "Une personne quitte le fichier quand toutes ses inscriptions sont hors de leurs durées ; la plus "
        "longue de ses financeurs décide. Un versement inconnu n’efface personne : il est demandé à la revue "
        "annuelle. Un effacement garde les totaux, sans nom."
    )
    return [
        Heading(1, f"{number}. Durées de conservation en vigueur"),
        Paragraph(typographic(rule)),
        Table(columns, rows, dense=True),
        Heading(1, f"{number + 1}. Droits des personnes"),
        Paragraph(typographic(f"Une demande se fait auprès de : {contact(data)}.")),
        Bullets([typographic(words) for words in _RIGHTS]),
        Note(typographic("Règlement (UE) 2016/679, articles 12 à 22 et 77.")),
    ]


_RIGHTS = (
    "Accès, rectification, effacement (dans les limites des obligations légales), limitation, opposition, "
    "portabilité.",
    "Réponse dans le mois ; deux mois de plus si la demande est complexe, en le disant.",
    "Réclamation auprès de la CNIL, 3 place de Fontenoy, 75007 Paris.",
)


def _why(row: PeriodRow) -> str:
    origin = "Réglée par l’organisme" if row.is_own else "Proposée par le programme"
    source = f" Source : {row.source}." if row.source else ""
    return typographic(f"{row.reason}. {origin}.{source}")
