"""Everything held about one person, on paper, to be handed to her (GDPR art. 15). No database here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from gen_desktop import VERSION, french
from gen_desktop.french import NBSP, typographic
from gen_desktop.queries.history import Line, Told
from gen_desktop.queries.person_data import HeldCopy, PersonData, Record, Section
from gen_desktop.queries.privacy_records import ExportRow
from gen_desktop.reference.lists import label
from gen_desktop.reports.blocks import Callout, Contents, Definitions, Heading, Note, Paragraph
from gen_desktop.reports.common import fingerprint
from gen_desktop.reports.finish import DocumentInfo
from gen_desktop.reports.flow import Document
from gen_desktop.reports.pieces import Block
from gen_desktop.reports.table import Column, Table

TITLE = "Données personnelles"
RIGHTS = (
    "Vous pouvez demander une correction, l’effacement de ce que la loi n’oblige pas à garder, ou une limite "
    "à l’usage de vos données. L’organisme répond en un mois. Vous pouvez aussi saisir la CNIL (www.cnil.fr)."
)
MANY = 60
"""More values of one kind in one gesture are told by their number."""
_ELSEWHERE = (
    "Les copies faites sur un autre disque (clé USB, dossier partagé) ne sont pas dans cette liste : elles "
    "suivent les mêmes durées si ce disque est branché de temps en temps."
)
_WITHOUT_NAMES = (
    "Le registre dit ce qui est sorti et de quels groupes, sans les noms. Ces listes ont été faites depuis "
    "que la personne est dans le fichier : elle a pu y être."
)


def draw_personal_data(data: PersonData, copies: Sequence[HeldCopy], as_of: dt.date) -> tuple[Document, str]:
    """The whole document, ready to render, and its fingerprint."""
    digest = fingerprint(data)
    name = data.organization.name if data.organization is not None else "Organisme à renseigner"
    is_invented = data.organization is not None and data.organization.is_invented
    document = Document(
        DocumentInfo(
            title=f"{TITLE}, {data.name}",
            subject=f"Tout ce qui est gardé sur {data.name}",
            organization=name,
            program=TITLE,
            as_of=f"Établi le {french.short_date(as_of)}",
            fingerprint=digest,
            seal=data.seal.in_words() if data.seal is not None else "",
            version=VERSION,
            created=dt.datetime.combine(as_of, dt.time(), tzinfo=dt.UTC),
            mention="Données fictives" if is_invented else "",
        )
    )
    document.cover(TITLE, data.name, _facts(data, name, as_of))
    document.add(Callout(typographic(RIGHTS), "Vos droits", "info"), Heading(1, "Sommaire"), Contents(1))
    sections = [*map(_section, data.sections), _copies(copies), _exports(data), _documents(data)]
    sections.append(_history(data))
    for number, (title, blocks) in enumerate(sections, start=1):
        document.add(Heading(1, f"{number}. {title}"), *blocks)
    return document, digest


def _facts(data: PersonData, organization: str, as_of: dt.date) -> list[tuple[str, str]]:
    contact = data.organization and (data.organization.privacy_contact or data.organization.email)
    return [
        ("Organisme", organization),
        ("À qui s’adresser", contact or "À l’accueil de l’organisme"),
        ("Établi le", french.long_date(as_of, weekday=False)),
        ("Fiche", f"n°{NBSP}{data.learner_id}"),
    ]


def _section(section: Section) -> tuple[str, list[Block]]:
    if section.is_list:
        return section.title, [_as_table(section.records)]
    blocks: list[Block] = []
    for record in section.records:
        if len(section.records) > 1:
            blocks.append(Heading(2, record.title))
        blocks += _as_definitions(record)
    return section.title, blocks


def _as_definitions(record: Record) -> list[Block]:
    blocks: list[Block] = [Definitions(record.values)]
    if record.unknown:
        blocks.append(Note(typographic(f"Non renseigné : {', '.join(record.unknown)}.")))
    return blocks


def _as_table(records: Sequence[Record]) -> Table:
    titles = list(dict.fromkeys(name for record in records for name, _ in record.values))
    rows = [[dict(record.values).get(title) for title in titles] for record in records]
    return Table([Column(title, align="left") for title in titles], rows, dense=True)


def _copies(copies: Sequence[HeldCopy]) -> tuple[str, list[Block]]:
    rows = [
        (
            french.short_date(one.made_at.date()),
            one.name,
            french.short_date(one.goes_on) if one.goes_on else "jusqu’à ce que quelqu’un l’efface",
            "oui" if one.is_readable else "peut-être : une autre clé la protège",
        )
        for one in copies
    ]
    columns = [Column("Faite le", align="left"), Column("Fichier", align="left")]
    columns += [Column("Gardée jusqu’au", align="left"), Column("La personne y est", align="left")]
    table = Table(columns, [[typographic(cell) for cell in row] for row in rows], dense=True)
    nothing = Paragraph("Aucune sauvegarde à côté du fichier ne contient la personne.")
    note = "Si le programme est ouvert une fois par mois au moins. "
    return "Sauvegardes", [*([table] if rows else [nothing]), Note(typographic(note + _ELSEWHERE))]


def _exports(data: PersonData) -> tuple[str, list[Block]]:
    blocks: list[Block] = []
    for title, rows in (
        ("Sur la personne seule", data.own_exports),
        ("Listes où la personne a pu être", data.exports),
    ):
        blocks.append(Heading(2, title))
        blocks.append(_export_table(rows) if rows else Paragraph("Aucun."))
    return "Ce qui est sorti avec des noms", [*blocks, Note(typographic(_WITHOUT_NAMES))]


def _export_table(rows: Sequence[ExportRow]) -> Table:
    columns = [Column(title, align="left") for title in ("Le", "Quoi", "De qui", "Par")]
    columns.append(Column("Personnes"))
    cells = [
        (
            _moment(one.made_at),
            label("nominative_export_kind", one.kind),
            one.scope,
            one.author,
            french.number(one.people),
        )
        for one in rows
    ]
    return Table(columns, cells, dense=True)


def _documents(data: PersonData) -> tuple[str, list[Block]]:
    if not data.documents:
        return "Documents à son nom", [Paragraph("Aucun document émis ne porte le nom de la personne.")]
    rows = [(_moment(one.issued_at), one.title, one.scope) for one in data.documents]
    columns = [Column(title, align="left") for title in ("Émis le", "Titre", "Objet")]
    return "Documents à son nom", [Table(columns, rows)]


def _history(data: PersonData) -> tuple[str, list[Block]]:
    how = "Chaque modification, la plus récente d’abord : la valeur d’avant → celle d’après."
    blocks: list[Block] = [Paragraph(typographic(how))]
    for gesture in data.history:
        blocks += _gesture(gesture)
    return "Historique", blocks


def _gesture(gesture: Told) -> list[Block]:
    undone = " (annulé depuis)" if gesture.undone else ""
    blocks: list[Block] = [
        Heading(2, f"{gesture.name}{undone}"),
        Note(f"{_moment(gesture.at)}, {gesture.author}"),
    ]
    items = list(_changes(gesture))
    return [*blocks, Definitions(items, term_share=0.4)] if items else blocks


def _changes(gesture: Told) -> Iterator[tuple[str, str]]:
    """Value by value; of a kind that has very many, how many: each of them is in the JSON beside."""
    kinds: dict[str, list[Line]] = {}
    for line in gesture.lines:
        kinds.setdefault(line.record.split(", ")[0], []).append(line)
    for kind, lines in kinds.items():
        if len(lines) > MANY:
            count = french.plural(len(lines), "valeur")
            yield kind, f"{count}, une par une dans le fichier JSON remis avec ce document"
            continue
        for one in lines:
            yield f"{one.record}, {one.field}", f"{one.before} → {one.after}"


def _moment(moment: dt.datetime) -> str:
    here = moment.astimezone()
    return f"{french.short_date(here.date())} à {french.clock(here.time())}"
