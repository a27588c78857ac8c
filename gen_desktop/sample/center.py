"""The invented organisation: who it is, where it teaches, what it teaches, who pays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class SampleSite:
    """A place of the invented organisation."""

    name: str
    address: str
    postal_code: str
    city: str
    insee_code: str
    region_code: str = "27"
    in_qpv: bool | None = False
    rural_zoning: str = "FRR"
    zoning_vintage: str = "2024-07-01"


@dataclass(frozen=True, slots=True)
class SampleOrganization:
    """The invented organisation as its first screen would be filled. The SIRET is valid but of nobody."""

    name: str
    siret: str
    nda: str
    legal_status: str
    representative: str
    representative_quality: str
    address: str
    postal_code: str
    city: str
    phone: str
    email: str
    sites: tuple[SampleSite, ...]
    staff: tuple[tuple[str, str], ...]  # name, code of staff_role


@dataclass(frozen=True, slots=True)
class SampleCourse:
    """What is taught. ``blocks``: code and title of each block of the certification; ``modules``: in turn."""

    code: str
    title: str
    family: str
    certification_code: str
    certification_title: str
    certification_valid_until: date | None
    level: str
    rome_codes: str
    objective: str
    center_hours: int
    company_hours: int
    blocks: tuple[tuple[str, str], ...]
    modules: tuple[str, ...]
    objectives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SampleProgram:
    """What pays for a cohort. ``targets``: indicator and percent."""

    code: str
    name: str
    kind: str
    funder: str
    agreement_number: str
    label_ends_on: date | None
    women_target: int
    bac_or_below_target: int


CHATEAU_CHINON = SampleSite(
    "Château-Chinon", "3 place Saint-Romain", "58120", "Château-Chinon (Ville)", "58062"
)
AUTUN = SampleSite("Autun", "12 avenue de la Gare", "71400", "Autun", "71014")

ORGANIZATION = SampleOrganization(
    name="Numérique en Morvan",
    siret="99900000300015",
    nda="27580099958",
    legal_status="association",
    representative="Hélène Vauclair",
    representative_quality="Directrice",
    address="3 place Saint-Romain",
    postal_code="58120",
    city="Château-Chinon (Ville)",
    phone="0386990000",
    email="contact@exemple.fr",
    sites=(CHATEAU_CHINON, AUTUN),
    staff=(
        ("Hélène Vauclair", "direction"),
        ("Claire Lambert", "placement"),
        ("Mathis Roque", "secretariat"),
        ("Nadia Berrada", "training"),
        ("Paul Lestienne", "training"),
    ),
)

SKILLS_PACT = SampleProgram(
    code="PRIC-BFC-2024",
    name="Pacte régional d’investissement dans les compétences 2024",
    kind="Plan d’investissement dans les compétences",
    funder="État, ministère chargé de l’emploi",
    agreement_number="PRIC-24-0581",
    label_ends_on=None,
    women_target=30,
    bac_or_below_target=60,
)
REGION = SampleProgram(
    code="PRF-BFC-2026",
    name="Programme régional de formation 2026",
    kind="Programme régional de formation",
    funder="Conseil régional",
    agreement_number="BFC-2026-114",
    label_ends_on=None,
    women_target=40,
    bac_or_below_target=80,
)

DWWM = SampleCourse(
    code="DWWM",
    title="Développeur web et web mobile",
    family="Développement, intégration et tests",
    certification_code="RNCP37674",
    certification_title="Développeur web et web mobile",
    certification_valid_until=date(2028, 9, 1),
    level="5",
    rome_codes="M1805",
    objective="Certification",
    center_hours=800,
    company_hours=140,
    blocks=(
        ("BC01", "Développer la partie front-end d’une application web ou web mobile sécurisée"),
        ("BC02", "Développer la partie back-end d’une application web ou web mobile sécurisée"),
    ),
    modules=("HTML et CSS", "JavaScript", "Bases de données", "PHP et MVC", "Anglais technique", "Projet"),
    objectives=(
        "Maquetter une interface",
        "Réaliser une interface statique puis dynamique",
        "Mettre en place une base de données",
    ),
)
TSSR = SampleCourse(
    code="TSSR",
    title="Technicien supérieur systèmes et réseaux",
    family="Réseaux, infrastructures et sécurité",
    certification_code="RNCP37682",
    certification_title="Technicien supérieur systèmes et réseaux",
    certification_valid_until=date(2026, 9, 1),
    level="5",
    rome_codes="I1401|M1810",
    objective="Certification",
    center_hours=620,
    company_hours=70,
    blocks=(
        ("BC01", "Exploiter les éléments de l’infrastructure et assurer le support"),
        ("BC02", "Maintenir l’infrastructure et contribuer à son évolution et à sa sécurisation"),
    ),
    modules=(
        "Réseaux",
        "Systèmes Windows",
        "Systèmes Linux",
        "Virtualisation",
        "Support aux utilisateurs",
        "Projet",
    ),
    objectives=(
        "Exploiter les éléments de l’infrastructure",
        "Assurer le support aux utilisateurs",
        "Maintenir et sécuriser un réseau",
    ),
)
CDA = SampleCourse(
    code="CDA",
    title="Concepteur développeur d’applications",
    family="Développement, intégration et tests",
    certification_code="RNCP37873",
    certification_title="Concepteur développeur d’applications",
    certification_valid_until=date(2028, 12, 18),
    level="6",
    rome_codes="M1805",
    objective="Certification",
    center_hours=1200,
    company_hours=280,
    blocks=(
        ("BC01", "Développer une application sécurisée"),
        ("BC02", "Concevoir et développer une application sécurisée organisée en couches"),
        ("BC03", "Préparer le déploiement d’une application sécurisée"),
    ),
    modules=("Conception", "Java", "Bases de données", "Interfaces", "Tests et déploiement", "Projet"),
    objectives=(
        "Concevoir une application en couches",
        "Développer des composants d’accès aux données",
        "Préparer le déploiement d’une application",
    ),
)
GATEWAY = SampleCourse(
    code="PASSERELLE",
    title="Passerelle vers les métiers du numérique",
    family="Découverte des métiers et compétences de base",
    certification_code="",
    certification_title="",
    certification_valid_until=None,
    level="",
    rome_codes="",
    objective="Mobilisation, remobilisation",
    center_hours=240,
    company_hours=35,
    blocks=(),
    modules=("Découverte des métiers", "Bureautique", "Logique et algorithmique", "Projet professionnel"),
    objectives=(
        "Découvrir les métiers du numérique",
        "Utiliser un poste de travail et ses outils",
        "Bâtir un projet de formation",
    ),
)
COURSES = (DWWM, TSSR, CDA, GATEWAY)
