"""The state of completeness and anomalies, for the house itself: what lacks, what is wrong, where to mend it.

It counts people and names nobody: the page of reports opens the people of each point.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from gen_desktop import french
from gen_desktop.queries.completeness import to_complete
from gen_desktop.queries.field_completeness import FieldCompleteness
from gen_desktop.queries.scope import Scope
from gen_desktop.reference import field_words
from gen_desktop.reports.audience import readers_note
from gen_desktop.reports.blocks import Bullets, Heading, Note, Paragraph
from gen_desktop.reports.common import Check, Identity, cover_facts, fingerprint, start_document
from gen_desktop.reports.figures_text import ratio, sentence
from gen_desktop.reports.flow import Document
from gen_desktop.reports.follow_up import load_follow_up
from gen_desktop.reports.pieces import Block
from gen_desktop.reports.table import Column, Row, Table

TITLE = "État de complétude et anomalies"
DOORS = (
    "Dans GEN Desktop, la page Rapports montre à côté de cet état les mêmes points : un clic ouvre les "
    "personnes ou les cohortes concernées."
)
_WORDS = {"blocking": "Bloquant", "information": "Pour information"}
_TO_CHECK = "À vérifier"
_PLACES = {
    "enrollment": "Fiche de l’apprenant",
    "follow_up": "Suivi de l’apprenant",
    "cohort": "Fiche de la cohorte",
    "attendance": "Émargement",
    "organization": "Mon organisme",
}
_CONTACT = ("phone", "Téléphone ou courriel")
"""Either will do."""


@dataclass(frozen=True, slots=True)
class RecordGap:
    """A field of the learners' records: how many are to correct, and how many lack it."""

    field: str
    to_correct: int
    missing: int


@dataclass(frozen=True, slots=True)
class CompletenessState:
    """Everything the state prints. ``fields``: over the entrants of the scope; ``records``: of all."""

    identity: Identity
    scope_text: str
    as_of: dt.date
    fields: tuple[FieldCompleteness, ...]
    records: tuple[RecordGap, ...]
    checks: tuple[Check, ...]

    @property
    def points(self) -> tuple[Check, ...]:
        """What is to be looked at, the gravest first."""
        return tuple(check for check in self.checks if check.level != "ok")


def load_completeness_state(session: Session, scope: Scope) -> CompletenessState:
    """What lacks and what is wrong in the data of a period. The scope has both its bounds."""
    data, checks = load_follow_up(session, scope)
    codes = ", ".join(cohort.code for cohort in data.identity.cohorts)
    return CompletenessState(
        identity=data.identity,
        scope_text=data.scope_text if data.all_cohorts else f"{data.scope_text}, {codes}",
        as_of=scope.as_of,
        fields=data.completeness,
        records=_record_gaps(session),
        checks=checks,
    )


def _record_gaps(session: Session) -> tuple[RecordGap, ...]:
    found = to_complete(session)
    names = sorted({*found.to_correct, *found.missing}, key=_field)
    gaps = [
        RecordGap(_field(name), len(found.to_correct.get(name, ())), len(found.missing.get(name, ())))
        for name in names
    ]
    return tuple(sorted(gaps, key=lambda gap: -(gap.to_correct + gap.missing)))


def _field(name: str) -> str:
    return _CONTACT[1] if name == _CONTACT[0] else field_words.name(name, "learner")


def draw_completeness_state(data: CompletenessState) -> tuple[Document, str]:
    """The whole state, ready to render, and its fingerprint."""
    digest = fingerprint(data)
    document = start_document(data.identity, TITLE, data.scope_text, data.as_of, (digest, ()))
    document.cover(TITLE, sentence(data.scope_text), cover_facts(data.identity, data.as_of))
    document.add(Note(sentence(f"{readers_note('completeness_state')} {DOORS}")))
    document.add(Heading(1, "1. Anomalies et points à vérifier"), *_points(data))
    document.add(Heading(1, "2. Complétude par champ"), *_fields(data))
    document.add(Heading(1, "3. Fiches des apprenants"), *_records(data))
    fine = [check.title for check in data.checks if check.level == "ok"]
    if fine:
        document.add(Heading(1, "4. En ordre"), Bullets(fine))
    return document, digest


def _points(data: CompletenessState) -> list[Block]:
    found = data.points
    if not found:
        return [Paragraph("Aucun contrôle n’a rien relevé dans ce périmètre.")]
    columns = [
        Column("Gravité", align="left", width=72),
        Column("Point", align="left"),
        Column("Pourquoi, ou que faire", align="left"),
        Column("Où corriger", align="left", width=96),
    ]
    rows = [(_WORDS.get(one.level, _TO_CHECK), one.title, one.detail, _PLACES.get(one.kind)) for one in found]
    blocking = sum(one.level == "blocking" for one in found)
    words = f"{french.plural(len(found), 'point')}, dont {french.plural(blocking, 'bloquant')}."
    return [Paragraph(sentence(words)), Table(columns, rows, dense=True)]


def _fields(data: CompletenessState) -> list[Block]:
    if not data.fields or not data.fields[0].total:
        return [Paragraph("Personne n’est entré dans ce périmètre.")]
    columns = [
        Column("Champ", align="left"),
        Column("Renseigné, sur les entrés", width=150),
        Column("À compléter", width=80),
    ]
    rows = [
        (one.label, ratio(one.filled, one.total), french.number(one.total - one.filled))
        for one in sorted(data.fields, key=lambda one: one.filled)
    ]
    return [Table(columns, rows, dense=True)]


def _records(data: CompletenessState) -> list[Block]:
    if not data.records:
        return [Paragraph("Rien à corriger ni à compléter dans les fiches.")]
    columns = [
        Column("Champ", align="left"),
        Column("Saisies à corriger", width=110),
        Column("Fiches où il manque", width=110),
    ]
    rows = [
        Row((one.field, french.number(one.to_correct), french.number(one.missing))) for one in data.records
    ]
    note = "Personnes admises ou entrées de tout le fichier, quelle que soit la période."
    return [Table(columns, rows, note=note, dense=True)]
