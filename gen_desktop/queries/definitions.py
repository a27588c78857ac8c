"""The definitions that others give of what became of people: each once, as data, over the same facts.

Source: programme.md §3.1, §3.3 and §4.3. ``definition_figures.py`` counts them. ``formula`` is what the page,
the command and the report print.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from gen_desktop.queries.definition_groups import DefinitionGroups
from gen_desktop.queries.populations import HORIZONS, Condition

Group = Callable[[DefinitionGroups], Condition]
GEN, FRANCE_TRAVAIL, FRANCE_COMPETENCES = "GEN", "France Travail", "France compétences"
INSERJEUNES, IAE, ESF = "Type InserJeunes", "IAE", "FSE+"
SYSTEMS = (GEN, FRANCE_TRAVAIL, FRANCE_COMPETENCES, INSERJEUNES, IAE, ESF)
"""Whose definitions, in the order in which they are shown."""
SEXES = (("F", "femmes"), ("M", "hommes"))


@dataclass(frozen=True, slots=True)
class Definition:
    """One rate as a system defines it.

    ``unknown``: those concerned of whom the fact is not known, whether ``denominator`` holds them or not.
    ``horizon``: months after the exit; None when the system fixes the moment itself. ``by_certification``: a
    promotion is a calendar year of certification, not cohorts that end in a year.
    """

    id: str
    system: str
    label: str
    formula: str
    source: str
    numerator: Group
    denominator: Group
    unknown: Group
    horizon: int | None = None
    by_certification: bool = False
    sex: str | None = None  # of these people only


@cache
def definitions() -> tuple[Definition, ...]:
    """Every definition at every horizon, system by system."""
    return (
        *(one for horizon in HORIZONS for one in _gen(horizon)),
        _access(),
        _global_insertion(),
        *(_occupation(horizon) for horizon in (6, 24)),
        *(one for horizon in HORIZONS for one in _like_inserjeunes(horizon)),
        *(one for horizon in HORIZONS for one in _iae(horizon)),
        *(one for result in _esf() for one in (result, *_by_sex(result))),
    )


def definitions_at(horizon: int) -> tuple[Definition, ...]:
    """Those of a horizon, and those whose system fixes the moment; system by system."""
    return tuple(one for one in definitions() if one.horizon in (None, horizon))


def _gen(k: int) -> tuple[Definition, ...]:
    source = "Convention de la Grande École du Numérique, à 3 mois ; encadrement de l’inconnu"
    answered, due, unknown = _at("answered", k), _at("due", k), _at("unknown", k)
    positive = _at("positive", k)

    def make(code: str, words: str, formula: str, numerator: Group, denominator: Group) -> Definition:
        label = f"Sorties positives à {k} mois, {words}"
        return Definition(
            f"{code}.{k}", GEN, label, formula, source, numerator, denominator, unknown, horizon=k
        )

    counted = "Emploi, création ou formation"
    return (
        make("D3a", "sur répondants", f"{counted} / situations connues", positive, answered),
        make("D3b", "prudent", f"{counted} / sortants à échéance (inconnu = non)", positive, due),
        make(
            "D3c",
            "haut",
            "Emploi, création, formation ou inconnu / sortants à échéance",
            _at("positive_or_unknown", k),
            due,
        ),
    )


def _access() -> Definition:
    return Definition(
        "D7",
        FRANCE_TRAVAIL,
        "Accès à l’emploi dans les six mois",
        "Emploi d’un mois ou plus, contrat aidé ou création, commencé du lendemain de la sortie à six mois / "
        "sortants en recherche d’emploi à l’entrée",
        "Équivalent déclaré du taux d’accès à l’emploi : les employeurs particuliers, publics "
        "ou à l’étranger, que France Travail exclut, ne sont pas connus du fichier",
        DefinitionGroups.accessed,
        DefinitionGroups.due_seekers,
        DefinitionGroups.access_unknown,
    )


def _global_insertion() -> Definition:
    return Definition(
        "D8",
        FRANCE_COMPETENCES,
        "Insertion globale à 6 mois",
        "En emploi / certifiés de situation connue, poursuites d’études et inaptitudes retirées",
        "Répertoire national des certifications : promotion = année civile de certification",
        lambda g: g.certified_employed(6),
        lambda g: g.certified_answering(6),
        lambda g: g.certified_unknown(6),
        by_certification=True,
    )


def _occupation(k: int) -> Definition:
    return Definition(
        f"D9.{k}",
        FRANCE_COMPETENCES,
        f"Insertion dans le métier visé à {k} mois",
        "En emploi dans le métier visé / certifiés de situation connue, poursuites d’études et inaptitudes "
        "retirées",
        "Répertoire national des certifications : promotion = année civile de certification",
        lambda g: g.certified_in_occupation(k),
        lambda g: g.certified_answering(k),
        lambda g: g.occupation_unknown(k),
        by_certification=True,
    )


def _like_inserjeunes(k: int) -> tuple[Definition, ...]:
    source = (
        "Déclaré, et non lu dans les déclarations sociales ; les trois parts font 100 %, "
        "l’inconnu est dans les autres"
    )
    parts = (
        ("IJ.emploi", "en emploi salarié", "En emploi salarié à la date", DefinitionGroups.salaried),
        ("IJ.formation", "en poursuite de formation", "En formation à la date", DefinitionGroups.training),
        ("IJ.autres", "autres", "Ni l’un ni l’autre, inconnus compris", DefinitionGroups.others),
    )
    return tuple(
        Definition(
            f"{code}.{k}",
            INSERJEUNES,
            f"Part à {k} mois, {words}",
            f"{counted} / sortants à échéance",
            source,
            _with(part, k),
            _at("due", k),
            _at("unknown", k),
            horizon=k,
        )
        for code, words, counted, part in parts
    )


def _iae(k: int) -> tuple[Definition, ...]:
    source = (
        "Agence de services et de paiement : sorties non documentées au dénominateur ; emploi durable "
        "au seuil en vigueur"
    )
    classes = (
        ("D10", "dynamiques", "Durable, de transition ou positive", DefinitionGroups.dynamic),
        (
            "D10.durable",
            "vers un emploi durable",
            "CDI, contrat long, fonction publique, création",
            DefinitionGroups.durable,
        ),
        (
            "D10.transition",
            "vers un emploi de transition",
            "Contrat court, contrat aidé",
            DefinitionGroups.transition,
        ),
        (
            "D10.positive",
            "positives au sens strict",
            "Formation, autre structure d’insertion",
            DefinitionGroups.positive_strict,
        ),
    )
    return tuple(
        Definition(
            f"{code}.{k}",
            IAE,
            f"Sorties {words} à {k} mois",
            f"{counted} / sortants à échéance",
            source,
            _with(part, k),
            _at("due", k),
            _at("unknown", k),
            horizon=k,
        )
        for code, words, counted, part in classes
    )


def _esf() -> tuple[Definition, ...]:
    regulation = "Règlement (UE) 2021/1057, annexe I"
    on_leaving = f"{regulation}, résultats immédiats : dans les quatre semaines de la sortie"
    after = f"{regulation}, résultats à plus long terme : six mois après la sortie"
    exits = "sortants dont le délai est passé"
    employed_then = (
        "sortants en emploi à l’entrée ; temps de travail et promotion ne sont pas connus du fichier"
    )
    groups = DefinitionGroups

    def immediate(code: str, words: str, counted: str, numerator: Group, unknown: Group) -> Definition:
        formula = f"{counted} / {exits}"
        return Definition(code, ESF, words, formula, on_leaving, numerator, groups.exited, unknown)

    return (
        immediate(
            "EECR01",
            "En recherche d’emploi à la sortie",
            "En recherche",
            groups.exit_searching,
            groups.exit_unknown,
        ),
        immediate(
            "EECR02",
            "En formation à la sortie",
            "En études ou en formation",
            groups.exit_training,
            groups.exit_unknown,
        ),
        immediate(
            "EECR03",
            "Qualification obtenue à la sortie",
            "Certification complète",
            groups.exit_qualified,
            groups.qualification_unknown,
        ),
        immediate(
            "EECR04",
            "En emploi à la sortie",
            "En emploi, indépendants compris",
            groups.exit_employed,
            groups.exit_unknown,
        ),
        Definition(
            "EECR05",
            ESF,
            "En emploi six mois après",
            "En emploi, indépendants compris / sortants à échéance",
            after,
            _at("employed", 6),
            _at("due", 6),
            _at("unknown", 6),
        ),
        Definition(
            "EECR06",
            ESF,
            "Situation améliorée six mois après",
            f"D’un contrat court à un emploi durable / {employed_then}",
            after,
            groups.improved,
            groups.employed_before,
            groups.improvement_unknown,
        ),
    )


def _by_sex(result: Definition) -> tuple[Definition, ...]:
    return tuple(
        replace(result, id=f"{result.id}.{sex}", label=f"{result.label}, {words}", sex=sex)
        for sex, words in SEXES
    )


def _at(name: str, horizon: int) -> Group:
    return lambda g: g.population(name, horizon)


def _with(part: Callable[[DefinitionGroups, int], Condition], horizon: int) -> Group:
    return lambda g: part(g, horizon)
