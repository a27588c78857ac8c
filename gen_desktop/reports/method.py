"""The method: definitions in force, parameters in force, where zonings and lists come from, known limits."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence

from gen_desktop import french
from gen_desktop.queries.catalogue import Indicator, catalogue
from gen_desktop.queries.seals import DataSeal
from gen_desktop.reference.horizons import horizons_words, parse_horizons
from gen_desktop.reference.parameters import ParameterDefault, Parameters, parameter_default
from gen_desktop.reports.blocks import Bullets, Definitions, Heading, Note, Paragraph
from gen_desktop.reports.common import Identity
from gen_desktop.reports.figures_text import sentence
from gen_desktop.reports.pieces import Block
from gen_desktop.reports.table import Column, Table
from gen_desktop.reports.written import Written

LIMITS = (
    "Les situations à 3, 6, 12 et 24 mois sont déclarées par les personnes ou par un tiers ; le niveau de "
    "preuve est compté dans le rapport d’évaluation.",
    "Une situation inconnue n’est jamais lue comme négative : elle reste dans le dénominateur des taux "
    "prudents et sur sa propre ligne partout ailleurs.",
    "Les taux d’accès de France Travail sont calculés sur des fichiers administratifs ; aucun taux de ce "
    "rapport ne leur est égal par construction.",
    "Les territoires (QPV, ZRR, FRR) sont ceux de l’entrée en formation et gardent leur millésime.",
    "Les taux de plusieurs cohortes sont recalculés à partir des nombres additionnés, jamais moyennés.",
    "Les nombres sont ceux de parcours : une personne inscrite dans deux cohortes compte une fois dans "
    "chacune.",
    "Les pourcentages sont arrondis au plus proche à une décimale, la moitié vers le haut ; leur somme peut "
    "valoir un peu moins ou un peu plus de 100.",
)


def method_blocks(number: str, identity: Identity, wanted: Callable[[str], bool]) -> list[Block]:
    """The method section; ``wanted`` says which indicators of the catalogue the report uses."""
    return [
        Heading(1, f"{number}. Méthode"),
        Heading(2, "Populations"),
        Definitions([(term, sentence(text)) for term, text in populations()]),
        Heading(2, "Définitions en vigueur"),
        Definitions(_definitions(wanted), term_share=0.38),
        Heading(2, "Paramètres en vigueur"),
        _parameters_table(identity.parameters),
        Heading(2, "Millésimes et sources"),
        Bullets([sentence(text) for text in _vintages(identity)]),
        Heading(2, "Limites connues"),
        Bullets([sentence(text) for text in LIMITS]),
        Note(_seal_words(identity.seal)),
    ]


def glossary_blocks() -> list[Block]:
    """The words that a reader outside the trade may not know."""
    terms = (
        ("AES", "Attestation d’entrée en stage, envoyée à France Travail."),
        ("AFC, POEC", "Dispositifs de formation de France Travail et des opérateurs de compétences."),
        ("BRSA", "Bénéficiaire du revenu de solidarité active."),
        ("DELD", "Demandeur d’emploi de longue durée : douze mois ou plus."),
        ("FRR, ZRR", "France ruralités revitalisation, qui remplace les zones de revitalisation rurale."),
        ("IAE", "Insertion par l’activité économique."),
        ("NEET", "Jeune qui n’est ni en emploi, ni en études, ni en formation."),
        ("QPV", "Quartier prioritaire de la politique de la ville."),
        ("RQTH", "Reconnaissance de la qualité de travailleur handicapé."),
        (
            "Sortie positive (GEN)",
            "Emploi, création d’entreprise ou formation. Ne pas confondre avec la "
            "« sortie positive » de l’IAE, plus étroite.",
        ),
        ("Taux prudent", "Taux dont le dénominateur garde les situations inconnues, comptées comme non."),
    )
    return [Heading(2, "Glossaire"), Definitions([(term, sentence(text)) for term, text in terms])]


def benchmark_rows() -> Sequence[tuple[str, str, str, str]]:
    """Published figures: indicator without its horizon, what and when, value, source (programme.md §11)."""
    return (
        ("D3a", "GEN 2019, à 3 mois", "74 %", "Grande École du Numérique, 2020"),
        ("D2", "GEN 2019, situation inconnue à 3 mois", "33 %", "Cour des comptes, référé S2020-2114"),
        ("D2", "GEN 2018, situation inconnue à 3 mois", "27 %", "Cour des comptes, référé S2020-2114"),
        ("B3", "GEN 2019, abandons", "11 %", "Cour des comptes, référé S2020-2114"),
        ("B3", "Demandeurs d’emploi en formation, 2019", "8 %", "Dares, abandons de formation"),
        ("A3.femmes", "GEN 2020, femmes", "26 %", "Grande École du Numérique, 2021"),
        ("A3.qpv", "GEN 2020, résidents de QPV", "20 %", "Grande École du Numérique, 2021"),
        ("A3.bac_ou_infra", "GEN 2020, bac ou infra", "58,5 %", "Grande École du Numérique, 2021"),
    )


def _definitions(wanted: Callable[[str], bool]) -> list[tuple[str, str]]:
    """Each definition once: horizons share theirs, and so do the variants of the publics."""
    found: dict[str, tuple[str, str]] = {}
    for entry in catalogue():
        code, _, rest = entry.id.partition(".")
        if not wanted(entry.id):
            continue
        if code == "A4":
            found.setdefault(code, ("A4 Écart à l’objectif", sentence(entry.definition)))
        elif rest.endswith("connus"):
            words = "La même part, sur les seuls entrés dont le fait est connu."
            found.setdefault("A3.connus", ("A3 Parmi les connus", words))
        elif isinstance(entry, Indicator) and entry.horizon is not None:
            label = entry.label.replace(f" à {entry.horizon} mois", " à l’échéance")
            shown = _DETAIL.sub(r"\1", code)
            found.setdefault(code, (f"{shown} {label}", sentence(entry.definition)))
        else:
            found[entry.id] = (f"{code} {entry.label}", sentence(entry.definition))
    return list(found.values())


_DETAIL = re.compile(r"^(D2)(?:nde|inj|ref)$")
"""The three parts of D2 are named by their words, not by their codes."""


def populations() -> Sequence[tuple[str, str]]:
    """Each population that rates speak about, in words."""
    return (
        ("Candidatures", "Candidatures reçues pour les cohortes, y compris celles seulement dénombrées."),
        ("Admis", "Candidatures admises, que la personne soit venue ou non."),
        (
            "Entrés",
            "Personnes présentes au moins une demi-journée, ou dont l’AES est confirmée ; qui n’est "
            "jamais venu n’est pas entré.",
        ),
        ("Terminés", "Entrés qui sont allés au bout de leur parcours."),
        (
            "Abandons",
            "Entrés partis avant la fin, reprise d’emploi comprise ; la date est celle du dernier "
            "jour de présence.",
        ),
        ("Sorties neutres", "Départs qui ne sont l’abandon de personne : force majeure, décès."),
        (
            "Sortants à échéance",
            "Sortants dont la date de sortie, augmentée du nombre de mois, n’est pas "
            "après la date d’arrêt ; les personnes décédées n’y sont pas.",
        ),
        ("Répondants", "Sortants à échéance de situation connue."),
    )


def _parameters_table(parameters: Parameters) -> Table:
    rows = []
    for name in parameters.__dataclass_fields__:
        default = parameter_default(name)
        value = getattr(parameters, name)
        rows.append((default.label, _value_text(value, default), sentence(default.source)))
    return Table(
        [
            Column("Paramètre", align="left"),
            Column("Valeur", width=70, align="right"),
            Column("Source", align="left"),
        ],
        rows,
        dense=True,
    )


def _value_text(value: object, default: ParameterDefault) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, dt.date):
        return french.short_date(value)
    if default.unit == "horizons":
        return horizons_words(parse_horizons(str(value)))
    units = {"months": "mois", "years": "ans", "days": "jours", "percent": "%", "count": ""}
    unit = units.get(default.unit, "")
    text = f"{value}\u202f{unit}" if unit == "%" else f"{value}\u00a0{unit}".strip()
    return Written(text, value) if isinstance(value, int) else text


def _vintages(identity: Identity) -> list[str]:
    programs = [
        f"{program.name} : label ou convention jusqu’au "
        f"{french.short_date(program.label_ends_on or program.ends_on)}."
        for program in identity.programs
        if program.label_ends_on or program.ends_on
    ]
    return [
        "Nomenclatures : listes datées livrées avec le programme ; un code fermé reste lisible pour les "
        "faits "
        "de son époque.",
        "QPV : géographie prioritaire de 2015, puis de 2024. Zonage rural : ZRR jusqu’au 30 juin 2024, FRR "
        "depuis le 1er juillet 2024, FRR+ depuis le 1er janvier 2025.",
        "Niveaux de diplôme : cadre national des certifications de 2019.",
        "Objectifs : ceux que l’organisme a entrés pour chaque programme, à la date d’arrêt ; quand deux "
        "programmes du périmètre en ont de différents, aucun n’est retenu.",
        *programs,
    ]


def _seal_words(seal: DataSeal | None) -> str:
    if seal is None:
        return "Le journal des modifications est vide."
    return sentence(f"Sceau du journal des modifications à la date de ce rapport : {seal.code}.")


def paragraph(text: str) -> Paragraph:
    """A paragraph of our own words."""
    return Paragraph(sentence(text))
