"""The statement that prepares the yearly activity report (BPF), to be keyed in: no official form.

Frames in the order of the Cerfa 10443; what the program does not know is said where the form asks it. Counts
are participations, as most tools count; distinct persons stand beside, for those who read the notice so.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from gen_desktop import french
from gen_desktop.models.bpf import Count, Frames
from gen_desktop.queries.bpf import Taught, bpf_frames, taught
from gen_desktop.queries.organization import OrganizationRecord, organization_record
from gen_desktop.queries.populations import Populations
from gen_desktop.queries.scope import Scope, parameters
from gen_desktop.reports.audience import readers_note
from gen_desktop.reports.blocks import Bullets, Callout, Definitions, Heading, Note
from gen_desktop.reports.bpf_lines import Frame, Line, frames_of_form
from gen_desktop.reports.common import (
    Identity,
    fingerprint,
    label_of,
    load_identity,
    nda_text,
    siret_text,
    start_document,
)
from gen_desktop.reports.figures_text import sentence
from gen_desktop.reports.flow import Document
from gen_desktop.reports.follow_up import period_words
from gen_desktop.reports.pieces import Block
from gen_desktop.reports.table import Cell, Column, Row, Table

TITLE = "Aide au bilan pédagogique et financier"
NOT_SAID = "non renseigné"
OUTSIDE = "Non tenu dans GEN Desktop : à prendre dans la comptabilité."
METHOD = (
    "Heures suivies seulement : les demi-journées de présence relevée, en centre, à distance ou chez soi ; "
    "en entreprise, celles qui le disent. Ce qui n’est pas relevé ne compte pas.",
    "Une formation à cheval sur deux exercices est partagée selon la date des demi-journées ; qui n’a suivi "
    "aucune heure n’est pas compté.",
    "Arrondi : les heures de chaque participation (une personne, une action, un exercice) à l’heure la plus "
    "proche, la moitié vers le haut, puis additionnées. Les totaux (1), (3) et (4) sont ainsi égaux.",
    "Le type de stagiaire est celui de l’inscription : une personne qui suit deux actions peut être sur deux "
    "lignes. La colonne « personnes distinctes » la compte une fois par ligne et une fois au total ; sa "
    "somme peut donc dépasser le total.",
    "Les stagiaires confiés par un autre organisme (cadre G) ne sont pas dans le cadre F.",
)
_BOTH_WAYS = (
    "La notice ne dit pas si une personne inscrite à deux actions compte une ou deux fois. Les deux nombres "
    "sont donnés ; les participations sont celles dont les totaux se recoupent."
)


@dataclass(frozen=True, slots=True)
class BpfStatement:
    """Everything the statement prints, for an accounting year from ``first`` to ``last``."""

    identity: Identity
    record: OrganizationRecord | None
    first: dt.date
    last: dt.date
    as_of: dt.date
    frames: Frames
    taught: Taught

    @property
    def scope_text(self) -> str:
        """« année 2025 »."""
        return period_words(self.first, self.last)


def load_bpf_statement(session: Session, first: dt.date, last: dt.date, as_of: dt.date) -> BpfStatement:
    """The numbers of an accounting year. Raises InvalidInput for a year that ends before it begins."""
    scope = Scope(as_of, None, first, last)
    return BpfStatement(
        identity=load_identity(session, Populations(scope, parameters(session, as_of))),
        record=organization_record(session),
        first=first,
        last=last,
        as_of=as_of,
        frames=bpf_frames(session, first, last),
        taught=taught(session, first, last),
    )


def draw_bpf_statement(data: BpfStatement) -> tuple[Document, str]:
    """The whole statement, ready to render, and its fingerprint."""
    digest = fingerprint(data)
    document = start_document(data.identity, TITLE, data.scope_text, data.as_of, (digest, ()))
    document.cover(TITLE, f"Exercice : {data.scope_text}".replace(" :", "\u00a0:"), _facts(data))
    document.add(*_warnings(data))
    document.add(Heading(1, "A. Identification"), _identification(data.record))
    document.add(Heading(1, "B. Informations générales"), _general(data))
    document.add(Heading(1, "C et D. Produits et charges"), Note(sentence(OUTSIDE)))
    document.add(Heading(1, "E. Formateurs"), *_trainers(data.taught))
    for frame in frames_of_form(data.frames):
        document.add(Heading(1, f"{frame.code}. {frame.title}"), _table(frame))
    document.add(Heading(1, "H. Dirigeant"), _manager(data.record))
    document.add(Heading(1, "Comment c’est compté"), Bullets([sentence(one) for one in METHOD]))
    return document, digest


def _facts(data: BpfStatement) -> list[tuple[str, str]]:
    return [
        ("Organisme", data.identity.organization_name),
        ("Exercice", french.date_range(data.first, data.last)),
        ("Formulaire préparé", "Cerfa 10443, à saisir dans Mon activité formation"),
        ("Données arrêtées au", french.long_date(data.as_of, weekday=False)),
    ]


def _warnings(data: BpfStatement) -> list[Block]:
    """What is to be done before keying in."""
    unknown = [
        f"{frame.code} {line.letter}".strip()
        + f" : {french.plural(line.count.participations, 'participation')} à classer."
        for frame in frames_of_form(data.frames)
        for line in frame.lines
        if line.is_unknown
    ]
    told = [sentence("Ceci n’est pas le formulaire officiel : recopiez les nombres en ligne.")]
    blocks: list[Block] = [
        Note(" ".join((*told, sentence(_BOTH_WAYS)))),
        Note(sentence(readers_note("bpf_statement"))),
    ]
    if unknown:
        advice = "Complétez l’inscription (F-1) ou la formation (F-3, F-4) : le total les compte déjà."
        words = "\n".join(sentence(one) for one in (*unknown, advice))
        blocks.append(Callout(words, "À compléter avant la saisie", "attention"))
    if not data.frames.total.participations and not data.frames.received.participations:
        words = "Aucune heure de présence n’est relevée dans cet exercice."
        blocks.append(Callout(words, "Rien à déclarer d’après le fichier", "attention"))
    return blocks


def _identification(record: OrganizationRecord | None) -> Definitions:
    if record is None:
        return Definitions([("Organisme", "à renseigner")])
    town = " ".join(part for part in (record.postal_code, record.city) if part)
    address = ", ".join(part for part in (record.address, town) if part)
    items = [
        ("Déclaration d’activité (NDA)", nda_text(record.nda)),
        ("Forme juridique", label_of("legal_status", record.legal_status)),
        ("SIRET", siret_text(record.siret)),
        ("Code NAF", "non tenu dans GEN Desktop"),
        ("Nom", record.name),
        ("Adresse", address or NOT_SAID),
        ("Courriel", record.email or NOT_SAID),
        ("Téléphone", french.phone(record.phone) if record.phone else NOT_SAID),
    ]
    return Definitions(items)


def _general(data: BpfStatement) -> Definitions:
    remote = "oui" if data.taught.is_remote else "aucune d’après les demi-journées relevées"
    days = f"du {french.short_date(data.first)} au {french.short_date(data.last)}"
    return Definitions([("Exercice comptable", days), ("Action en tout ou partie à distance", remote)])


def _trainers(found: Taught) -> list[Block]:
    named = french.plural(found.trainers, "nom de formateur noté", "noms de formateurs notés")
    hours = french.number(french.round_half_up(found.minutes / 60))
    of_them = french.number(french.round_half_up(found.named / 60))
    items = [
        ("Heures de formation données", f"{hours}\u202fh de demi-journées suivies par quelqu’un"),
        ("Dont avec un formateur noté", f"{of_them}\u202fh, {named}"),
        ("Salariés ou extérieurs", "non tenu dans GEN Desktop : à partager entre les deux lignes du cadre"),
    ]
    return [Definitions([(term, sentence(text)) for term, text in items])]


def _table(frame: Frame) -> Table:
    columns = [
        Column("Ligne", align="left", width=40),
        Column("Libellé", align="left"),
        Column("Stagiaires (participations)", width=92),
        Column("Heures", width=70),
        Column("Personnes distinctes", width=80),
    ]
    rows = [Row(_cells(line), "unknown" if line.is_unknown else "body") for line in frame.lines]
    totals = [line for line in frame.lines if line.is_total]
    kept = [row for row, line in zip(rows, frame.lines, strict=True) if not line.is_total]
    return Table(columns, kept, total=_cells(totals[0]) if totals else None)


def _cells(line: Line) -> list[Cell]:
    return [line.letter or french.UNKNOWN, line.label, *_numbers(line.count)]


def _numbers(count: Count) -> tuple[str, str, str]:
    return (
        french.number(count.participations),
        french.number(count.hours),
        french.number(count.persons),
    )


def _manager(record: OrganizationRecord | None) -> Definitions:
    name = (record and record.representative) or NOT_SAID
    quality = (record and record.representative_quality) or NOT_SAID
    return Definitions([("Nom", name), ("Qualité", quality), ("Lieu et date", "à saisir à l’envoi")])
