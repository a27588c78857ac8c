"""A breach of personal data: a sheet to fill in by hand, in the authority's order (GDPR art. 33)."""

from __future__ import annotations

from gen_desktop.french import typographic
from gen_desktop.reports.blocks import Callout, Heading, Note, Paragraph
from gen_desktop.reports.common import fingerprint
from gen_desktop.reports.flow import Document
from gen_desktop.reports.form_blocks import WritingLines
from gen_desktop.reports.processing_facts import RegisterData
from gen_desktop.reports.processing_register import contact, document_info, register_facts

TITLE = "Violation de données personnelles"
_HEADINGS: tuple[tuple[str, str, int], ...] = (
    (
        "1. Ce qui est arrivé",
        "Date et heure de l’incident, puis de sa découverte. Perte, vol, accès ou envoi par erreur. "
        "Protection du fichier et de l’ordinateur.",
        4,
    ),
    (
        "2. Personnes et données concernées",
        "Qui (apprenants, candidats, équipe), combien environ ; quelles données, combien de fiches ; des "
        "données de santé (handicap) ?",
        4,
    ),
    (
        "3. Conséquences probables",
        "Ce que les personnes risquent : usurpation d’identité, démarchage, atteinte à la vie privée.",
        3,
    ),
    (
        "4. Mesures prises et à prendre",
        "Ce qui a été fait tout de suite, ce qui le sera, comment les personnes sont informées si le risque "
        "est élevé.",
        4,
    ),
    ("5. Qui répondra à la CNIL", "Nom, fonction, téléphone, courriel.", 2),
)


def draw_breach_form(data: RegisterData) -> tuple[Document, str]:
    """The sheet with the name of the organisation, ready to render, and its fingerprint."""
    digest = fingerprint(data)
    document = Document(document_info(data, TITLE, digest))
    document.cover(
        TITLE, typographic("À remplir, puis à notifier à la CNIL sous 72 heures"), register_facts(data)
    )
    delay = (
        "Les 72 heures courent dès que l’organisme sait. Notifiez même si tout n’est pas connu : le reste se "
        "complète ensuite, sur le site de la CNIL. Sans risque pour les personnes, ne notifiez pas, mais "
        "gardez cette feuille : toute violation se consigne."
    )
    document.add(Callout(typographic(delay), "72 heures", "attention"))
    for heading, question, lines in _HEADINGS:
        document.add(Heading(1, heading), Paragraph(typographic(question)), WritingLines(lines))
    document.add(Note(typographic(f"RGPD, articles 33 et 34. Contact connu du programme : {contact(data)}.")))
    return document, digest
