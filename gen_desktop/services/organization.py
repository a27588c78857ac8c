"""The organisation, its sites and its staff."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import Conflict, InvalidInput, NotFound, Problem
from gen_desktop.french import NBSP
from gen_desktop.models.calendar import ZONES
from gen_desktop.models.identifiers import bare_number, nda_problem, siret_problem
from gen_desktop.models.learner import contact_problems
from gen_desktop.models.organization import Organization, Site, StaffMember
from gen_desktop.reference.lists import code_list
from gen_desktop.sample.center import ORGANIZATION as SAMPLE
from gen_desktop.services.deletion import delete_with_all
from gen_desktop.services.direction import refuse_losing_last
from gen_desktop.services.logos import kept_logo

KINDS = frozenset({"organization", "site", "staff_member"})


@dataclass(frozen=True, slots=True)
class SiteInput:
    """A site as typed. ``holiday_zone``: a key of models/calendar.ZONES."""

    name: str
    address: str | None = None
    postal_code: str | None = None
    city: str | None = None
    insee_code: str | None = None
    region_code: str | None = None
    holiday_zone: str = "national"
    in_qpv: bool | None = None
    rural_zoning: str | None = None
    zoning_vintage: str | None = None


@dataclass(frozen=True, slots=True)
class OrganizationInput:
    """The organisation as typed, with its sites and whoever works with the program.

    ``sites``, ``staff`` and ``is_invented`` count when it is set up only.
    """

    name: str
    siret: str | None = None
    nda: str | None = None
    legal_status: str | None = None  # code of legal_status
    qualiopi_number: str | None = None
    qualiopi_valid_until: dt.date | None = None
    representative: str | None = None
    representative_quality: str | None = None  # « Directrice »
    address: str | None = None
    postal_code: str | None = None
    city: str | None = None
    phone: str | None = None
    email: str | None = None
    privacy_contact: str | None = None  # whom people write to about their data
    is_invented: bool = False
    logo: bytes | None = None  # PNG or JPEG; empty: none any more; None: as it is
    sites: tuple[SiteInput, ...] = ()
    staff: tuple[tuple[str, str | None], ...] = ()  # name, code of staff_role


_TEXTS = (
    *(
        "legal_status",
        "qualiopi_number",
        "representative",
        "representative_quality",
        "address",
        "city",
        "phone",
        "email",
    ),
    "privacy_contact",
)


def create_organization(db: Database, values: OrganizationInput) -> Change:
    """Set up the organisation of a file with its sites and staff, once. Raises InvalidInput."""
    problems = organization_problems(values)
    name = f"Créer l’organisme {values.name.strip()}"
    with db.write(name) as session:
        if session.scalar(select(Organization.id)) is not None:
            problems.append(Problem("name", "Ce fichier a déjà son organisme."))
        if problems:
            raise InvalidInput(*problems)
        ids = _insert(session, values)
    return Change(KINDS, frozenset(ids), name, ids[0])


def create_sample_organization(db: Database) -> Change:
    """The invented organisation offered to try the program."""
    sites = tuple(
        SiteInput(
            name=site.name,
            address=site.address,
            postal_code=site.postal_code,
            city=site.city,
            insee_code=site.insee_code,
            region_code=site.region_code,
            in_qpv=site.in_qpv,
            rural_zoning=site.rural_zoning,
            zoning_vintage=site.zoning_vintage,
        )
        for site in SAMPLE.sites
    )
    values = OrganizationInput(
        name=SAMPLE.name,
        siret=SAMPLE.siret,
        nda=SAMPLE.nda,
        legal_status=SAMPLE.legal_status,
        representative=SAMPLE.representative,
        representative_quality=SAMPLE.representative_quality,
        address=SAMPLE.address,
        postal_code=SAMPLE.postal_code,
        city=SAMPLE.city,
        phone=SAMPLE.phone,
        email=SAMPLE.email,
        is_invented=True,
        sites=sites,
        staff=SAMPLE.staff,
    )
    return create_organization(db, values)


def update_organization(db: Database, values: OrganizationInput, *, version: int) -> Change:
    """Change what the organisation is; its sites and its staff stay. ``version``: the one shown.

    Raises NotFound before it is set up, Conflict when it was changed since, InvalidInput with every problem.
    """
    name = "Modifier l’organisme"
    with db.write(name) as session:
        organization = session.scalars(select(Organization)).first()
        if organization is None:
            raise NotFound("Ce fichier n’a pas encore d’organisme.")
        if organization.version != version:
            raise Conflict("L’organisme a été modifié entre-temps.")
        if problems := organization_problems(values):
            raise InvalidInput(*problems)
        for column, value in _organization_columns(values).items():
            setattr(organization, column, value)
        organization.logo_sha256 = kept_logo(session, values.logo, organization.logo_sha256)
    return Change(frozenset({"organization"}), frozenset({organization.id}), name)


def rename(db: Database, new_name: str) -> Change:
    """Give the organisation another name. Raises NotFound before it is set up, InvalidInput."""
    if not new_name.strip():
        raise InvalidInput.one("name", "Donnez le nom de l’organisme.")
    name = f"Renommer l’organisme en {new_name.strip()}"
    with db.write(name) as session:
        organization = session.scalars(select(Organization)).first()
        if organization is None:
            raise NotFound("Ce fichier n’a pas encore d’organisme.")
        organization.name = new_name.strip()
    return Change(frozenset({"organization"}), frozenset({organization.id}), name)


def add_site(db: Database, values: SiteInput) -> Change:
    """Add a place where courses are held. Raises InvalidInput."""
    name = f"Ajouter le site {values.name.strip()}"
    with db.write(name) as session:
        if problems := _site_problems(session, values):
            raise InvalidInput(*problems)
        site = Site(organization_id=organization_id(session), **_site_columns(values))
        session.add(site)
    return Change(frozenset({"site"}), frozenset({site.id}), name, site.id)


def update_site(db: Database, site_id: int, values: SiteInput, *, version: int | None = None) -> Change:
    """Change a site; half-days already planned there stay as they are.

    Raises NotFound, Conflict when it was changed since ``version``, InvalidInput.
    """
    name = f"Modifier le site {values.name.strip()}"
    with db.write(name) as session:
        site = session.get(Site, site_id)
        if site is None:
            raise NotFound("Ce site n’existe plus.")
        if version is not None and site.version != version:
            raise Conflict("Ce site a été modifié entre-temps.")
        if problems := _site_problems(session, values, site_id):
            raise InvalidInput(*problems)
        for column, value in _site_columns(values).items():
            setattr(site, column, value)
    return Change(frozenset({"site"}), frozenset({site_id}), name)


def delete_site(db: Database, site_id: int) -> Change:
    """Delete a place. Raises NotFound, Conflict while cohorts are held there."""
    with db.read() as session:
        known = session.scalar(select(Site.name).where(Site.id == site_id))
    if known is None:
        raise NotFound("Ce site n’existe plus.")
    name = f"Supprimer le site {known}"
    with db.write(name) as session:
        kinds = delete_with_all(session, "site", [site_id])
    return Change(kinds, frozenset({site_id}), name)


def add_staff_member(db: Database, person: str, role: str | None = None) -> Change:
    """Add someone who works with the program. Raises InvalidInput."""
    name = f"Ajouter {person.strip()} à l’équipe"
    with db.write(name) as session:
        if problems := staff_problems(((person, role),)):
            raise InvalidInput(*problems)
        member = StaffMember(organization_id=organization_id(session), name=person.strip(), role=role)
        session.add(member)
    return Change(frozenset({"staff_member"}), frozenset({member.id}), name, member.id)


def retire_staff_member(db: Database, member_id: int) -> Change:
    """Someone works here no longer; what she wrote keeps her name. Raises NotFound, Conflict."""
    with db.read() as session:
        person = session.scalar(select(StaffMember.name).where(StaffMember.id == member_id))
    name = f"Retirer {person} de l’équipe"
    with db.write(name) as session:
        member = session.get(StaffMember, member_id)
        if member is None:
            raise NotFound("Cette personne n’est plus dans l’équipe.")
        refuse_losing_last(db, session, member_id)
        member.is_active = False
    return Change(frozenset({"staff_member"}), frozenset({member_id}), name)


def site_id_by_name(session: Session, name: str) -> int:
    """The site of that name; it is made when the organisation has none such."""
    known = session.scalar(select(Site.id).where(Site.name == name))
    if known is not None:
        return known
    site = Site(organization_id=organization_id(session), name=name, city=name)
    session.add(site)
    session.flush()
    return site.id


def organization_problems(values: OrganizationInput) -> list[Problem]:
    """Everything that keeps the organisation from being written."""
    problems = []
    if not values.name.strip():
        problems.append(Problem("name", "Donnez le nom de l’organisme."))
    for field, sentence in (
        ("siret", siret_problem(values.siret or "")),
        ("nda", nda_problem(values.nda or "")),
    ):
        if sentence:
            problems.append(Problem(field, sentence))
    if values.legal_status is not None and values.legal_status not in code_list("legal_status"):
        sentence = f"Le statut «{NBSP}{values.legal_status}{NBSP}» n’existe pas."
        problems.append(Problem("legal_status", sentence))
    problems += contact_problems(values.email, values.postal_code)
    for site in values.sites:
        problems += _zone_problems(site)
    return problems + staff_problems(values.staff)


def organization_id(session: Session) -> int:
    """The organisation of the file; a file begun with an import gets one whose name is still to be given."""
    known = session.scalar(select(Organization.id))
    if known is not None:
        return int(known)
    organization = Organization(name="Organisme à renseigner")
    session.add(organization)
    session.flush()
    return organization.id


def _site_problems(session: Session, values: SiteInput, site_id: int | None = None) -> list[Problem]:
    problems = [*_zone_problems(values), *contact_problems(None, values.postal_code)]
    name = values.name.strip()
    taken = session.scalar(select(Site.id).where(Site.name == name))
    if not name:
        problems.append(Problem("site_name", "Donnez le nom du site."))
    elif taken is not None and taken != site_id:
        problems.append(Problem("site_name", f"Un site porte déjà le nom «{NBSP}{name}{NBSP}»."))
    return problems


def _zone_problems(values: SiteInput) -> list[Problem]:
    if values.holiday_zone in ZONES:
        return []
    sentence = f"La zone de jours fériés «{NBSP}{values.holiday_zone}{NBSP}» n’existe pas."
    return [Problem("holiday_zone", sentence)]


def staff_problems(staff: tuple[tuple[str, str | None], ...]) -> list[Problem]:
    """What is wrong with these names and roles."""
    problems = []
    for person, role in staff:
        if not person.strip():
            problems.append(Problem("staff", "Donnez le nom de la personne."))
        if role is not None and role not in code_list("staff_role"):
            problems.append(Problem("staff", f"Le rôle «{NBSP}{role}{NBSP}» n’existe pas."))
    return problems


def _site_columns(values: SiteInput) -> dict[str, object]:
    columns = {name: getattr(values, name) for name in SiteInput.__dataclass_fields__}
    return columns | {"name": values.name.strip(), "postal_code": bare_number(values.postal_code)}


def _organization_columns(values: OrganizationInput) -> dict[str, object]:
    texts = {name: (getattr(values, name) or "").strip() or None for name in _TEXTS}
    return texts | {
        "name": values.name.strip(),
        "siret": bare_number(values.siret),
        "nda": bare_number(values.nda),
        "postal_code": bare_number(values.postal_code),
        "qualiopi_valid_until": values.qualiopi_valid_until,
    }


def _insert(session: Session, values: OrganizationInput) -> list[int]:
    organization = Organization(**_organization_columns(values), is_invented=values.is_invented)
    organization.logo_sha256 = kept_logo(session, values.logo, None)
    session.add(organization)
    ids = [organization.id]
    for site in values.sites:
        made = Site(organization_id=organization.id, **_site_columns(site))
        session.add(made)
        ids.append(made.id)
    for person, role in values.staff:
        member = StaffMember(organization_id=organization.id, name=person.strip(), role=role)
        session.add(member)
        ids.append(member.id)
    return ids
