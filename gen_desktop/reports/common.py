"""What both reports share: whose they are, what they are about, what must be checked, their fingerprint."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from types import FunctionType, MethodType
from typing import Any, Literal

from sqlalchemy.orm import Session

from gen_desktop import VERSION, french
from gen_desktop.french import typographic
from gen_desktop.models.submitted_report import ReportData, ReportStamp
from gen_desktop.queries.organization import OrganizationDetail, current_organization
from gen_desktop.queries.populations import Populations
from gen_desktop.queries.report_facts import CohortLine, ProgramLine, cohort_lines, program_lines
from gen_desktop.queries.seals import DataSeal, data_seal
from gen_desktop.reference.lists import code_list
from gen_desktop.reference.parameters import Parameters
from gen_desktop.reports.blocks import Definitions
from gen_desktop.reports.finish import DocumentInfo
from gen_desktop.reports.flow import Document
from gen_desktop.reports.spots import FigureSpot
from gen_desktop.reports.written import joined, tell

Level = Literal["blocking", "warning", "information", "ok"]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to look at before a report leaves: ``n`` records of ``of`` break a rule.

    ``kind``: what they are shown as (``door`` of reference/report_rules.py); ``ids``: which they are, of
    enrollments except for the kind cohort. Without ids where ``is_hidden``: who reads is not shown them.
    """

    level: Level
    title: str
    detail: str
    kind: str
    ids: tuple[int, ...]
    rule: str
    n: int
    of: int
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class BuiltReport:
    """A finished report. ``kind``: follow_up or evaluation. ``cohort_id``: when it is about a single one.

    ``mention``: the word that every page carries (« Provisoire »), '' for a final report. ``content``: what
    is kept of it when it is submitted; None for a document that never is. ``is_kept``: the register keeps its
    bytes, whoever issues it. ``organization``: its name, '' when it is unknown. ``spots``: its figures that
    can name their people.
    """

    kind: str
    data: bytes
    title: str
    scope_text: str
    fingerprint: str
    checks: tuple[Check, ...]
    as_of: dt.date
    cohort_id: int | None = None
    mention: str = ""
    content: ReportData | None = None
    organization: str = ""
    spots: tuple[FigureSpot, ...] = ()
    is_kept: bool = False


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose report it is and which cohorts it is about."""

    organization: OrganizationDetail | None
    programs: tuple[ProgramLine, ...]
    cohorts: tuple[CohortLine, ...]
    parameters: Parameters
    seal: DataSeal | None

    @property
    def cohort_ids(self) -> tuple[int, ...]:
        return tuple(cohort.id for cohort in self.cohorts)

    @property
    def single_cohort_id(self) -> int | None:
        """The cohort of a report about one only."""
        return self.cohort_ids[0] if len(self.cohorts) == 1 else None

    @property
    def organization_name(self) -> str:
        return self.organization.name if self.organization is not None else "Organisme à renseigner"


def load_identity(session: Session, populations: Populations) -> Identity:
    """The identity of a report, for the cohorts of its scope."""
    cohorts = cohort_lines(session, populations)
    return Identity(
        organization=current_organization(session),
        programs=program_lines(session, tuple(cohort.id for cohort in cohorts)),
        cohorts=cohorts,
        parameters=populations.parameters,
        seal=data_seal(session),
    )


def fingerprint(data: Any) -> str:
    """A short SHA-256 of what a report was drawn from: the same figures from the same data give the same.

    ``data`` holds the seal of the data with its Identity. Raises TypeError for what has no lasting words.
    """
    canonical = json.dumps(dataclasses.asdict(data), sort_keys=True, default=_lasting, ensure_ascii=False)
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    return " ".join(digest[start : start + 4] for start in (0, 4, 8))


def _lasting(value: Any) -> Any:
    """The same words whenever and wherever the program runs: where in memory a thing is says nothing."""
    if isinstance(value, dt.date | dt.time | Decimal | Path):
        return str(value)
    if isinstance(value, FunctionType | MethodType):
        return value.__qualname__
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no words that last")


def start_document(
    identity: Identity,
    title: str,
    scope_text: str,
    as_of: dt.date,
    made: tuple[str, Sequence[Check]],
    stamp: ReportStamp | None = None,
) -> Document:
    """An empty document with its header and footer. ``made``: its fingerprint and its checks."""
    digest, checks = made
    organization = identity.organization
    nda = f" · NDA {nda_text(organization.nda)}" if organization is not None and organization.nda else ""
    info = DocumentInfo(
        title=f"{title}, {scope_text}",
        subject=f"{title} des parcours de formation, {scope_text}",
        organization=f"{identity.organization_name}{nda}",
        program=_program_words(identity.programs),
        as_of=f"Données arrêtées au {french.short_date(as_of)}",
        fingerprint=digest,
        seal=identity.seal.in_words() if identity.seal is not None else "",
        version=VERSION,
        created=stamp.submitted_at if stamp else dt.datetime.combine(as_of, dt.time(), tzinfo=dt.UTC),
        number=f"n°\u00a0{stamp.number}" if stamp else "",
        mention=mention(identity, checks),
    )
    return Document(info)


def mention(identity: Identity, checks: Sequence[Check]) -> str:
    """The word that every page of a report must carry: « Données fictives », « Provisoire », or none."""
    organization = identity.organization
    if organization is not None and organization.is_invented:
        return "Données fictives"
    return "Provisoire" if any(check.level == "blocking" for check in checks) else ""


def cover_facts(
    identity: Identity, as_of: dt.date, stamp: ReportStamp | None = None
) -> list[tuple[str, str]]:
    """The facts under the title of the first page."""
    # A short code is not cut at the end of a line.
    codes = [c.code.replace(" ", "\u00a0") if len(c.code) < 24 else c.code for c in identity.cohorts]
    shown = ", ".join(codes[:8])
    if len(codes) > 8:
        shown = joined((shown, tell("et {} autres", len(codes) - 8)), " ")
    programs = ", ".join(_with_end(program) for program in identity.programs)
    return [
        ("Organisme", _organization_words(identity.organization)),
        ("Programme", programs or "aucun programme n’est renseigné pour ces cohortes"),
        ("Cohortes", shown or "aucune"),
        ("Données arrêtées au", french.long_date(as_of, weekday=False)),
        *[("Cofinancement", "Cofinancé par l’Union européenne")] * _is_eu_cofunded(identity),
        *(_submitted_facts(stamp) if stamp else ()),
    ]


def _submitted_facts(stamp: ReportStamp) -> list[tuple[str, str]]:
    day = french.long_date(stamp.submitted_at.date(), weekday=False)
    to = f" à {stamp.recipient}" if stamp.recipient else ""
    facts = [("Rapport remis", f"n°\u00a0{stamp.number}, le {day}{to}")]
    if stamp.replaces is not None:
        replaced = f"{stamp.replaces.number} du {french.short_date(stamp.replaces.issued_on)}"
        words = stamp.correction_words
        facts.append((words[0].upper() + words[1:], f"annule et remplace {replaced} : {stamp.reason}"))
    return [(name, typographic(value)) for name, value in facts]


def _is_eu_cofunded(identity: Identity) -> bool:
    return any(program.is_eu_cofunded for program in identity.programs)


def identity_sheet(identity: Identity, scope_text: str, as_of: dt.date) -> Definitions:
    """The identity sheet: the organisation, then each programme with its agreement, its label and its end."""
    organization = identity.organization
    items = [("Organisme de formation", identity.organization_name)]
    if organization is not None:
        items += [
            ("SIRET", siret_text(organization.siret)),
            ("Déclaration d’activité (NDA)", nda_text(organization.nda)),
            ("Statut", label_of("legal_status", organization.legal_status)),
            ("Certificat Qualiopi", organization.qualiopi_number or "non renseigné"),
            ("Représentant", organization.representative or "non renseigné"),
            ("Sites", ", ".join(organization.sites) or "non renseigné"),
        ]
    for program in identity.programs:
        items += _program_items(program)
    if not identity.programs:
        items.append(("Programme", "aucun programme n’est renseigné pour ces cohortes"))
    items += [
        ("Périmètre", scope_text),
        ("Données arrêtées au", french.long_date(as_of, weekday=False)),
        ("Outil", f"GEN Desktop, version {VERSION}"),
    ]
    return Definitions(items)


def label_of(name: str, code: str | None) -> str:
    """The label of a stored code; « non renseigné » for None, the code itself when the list lost it."""
    if code is None:
        return "non renseigné"
    codes = code_list(name)
    return codes[code].label if code in codes else code


def siret_text(siret: str | None) -> str:
    """« 812 345 678 00017 »."""
    return french.siret(siret) if siret else "non renseigné"


def nda_text(nda: str | None) -> str:
    """« 27 58 00123 58 »."""
    if not nda:
        return "non renseigné"
    return f"{nda[:2]}\u00a0{nda[2:4]}\u00a0{nda[4:9]}\u00a0{nda[9:]}" if len(nda) == 11 else nda


def _organization_words(organization: OrganizationDetail | None) -> str:
    if organization is None:
        return "à renseigner"
    siret = f", SIRET\u00a0{siret_text(organization.siret)}" if organization.siret else ""
    nda = f", NDA\u00a0{nda_text(organization.nda)}" if organization.nda else ""
    return f"{organization.name}{siret}{nda}"


def _program_words(programs: Sequence[ProgramLine]) -> str:
    if len(programs) > 1:
        return f"{len(programs)} programmes"
    if not programs:
        return ""
    number = programs[0].label_number or programs[0].agreement_number
    return f"{programs[0].name}{f', {number}' if number else ''}"


def _with_end(program: ProgramLine) -> str:
    end = program.label_ends_on or program.ends_on
    return f"{program.name} (jusqu’au {french.short_date(end)})" if end else program.name


def _program_items(program: ProgramLine) -> list[tuple[str, str]]:
    agreement = program.agreement_number or "sans numéro renseigné"
    if program.starts_on or program.ends_on:
        agreement += f", du {french.short_date(program.starts_on)} au {french.short_date(program.ends_on)}"
    label = program.label_number or ""
    if program.label_ends_on:
        until = french.short_date(program.label_ends_on)
        label = f"{label or 'sans numéro renseigné'}, valable jusqu’au {until}"
    europe = {True: "oui", False: "non", None: "non renseigné"}[program.is_eu_cofunded]
    return [
        (typographic("Programme :") + f" {program.name}", label_of("funding_program_kind", program.kind)),
        ("Convention ou marché", agreement),
        ("Label", label or "non renseigné"),
        ("Financeur", label_of("funder", program.funder)),
        ("Cofinancement européen", europe),
    ]
