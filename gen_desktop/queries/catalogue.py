"""The catalogue of indicators: each defined once, as data. indicators.py counts them.

Source: programme.md §3.3. ``definition`` is what the method page prints.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from gen_desktop.queries.populations import HORIZONS, Condition, Populations

Group = Callable[[Populations], Condition]


@dataclass(frozen=True, slots=True)
class Indicator:
    """A rate over enrollments. ``unknown`` is the part of the denominator of which the fact is not known."""

    id: str
    label: str
    definition: str
    numerator: Group
    denominator: Group
    unknown: Group | None = None
    horizon: int | None = None
    declared: bool = False  # applications that were only counted, not entered one by one, are added
    per_seat: bool = False  # the denominator is a number of places


@dataclass(frozen=True, slots=True)
class HoursIndicator:
    """A rate over hours: columns of hours.py summed over the entrants."""

    id: str
    label: str
    definition: str
    numerator: tuple[str, ...]
    denominator: str = "due"


@dataclass(frozen=True, slots=True)
class TargetGap:
    """A4: an indicator of the publics minus its target, in points."""

    id: str
    label: str
    definition: str
    of: str


_PUBLICS: tuple[tuple[str, str, str, Group, Group], ...] = (
    ("femmes", "Femmes", "femmes", Populations.women, Populations.sex_unknown),
    (
        "moins_26",
        "Moins de 26 ans",
        "personnes sous l’âge « jeune » en vigueur, à l’entrée",
        lambda p: p.younger_than(p.parameters.young_age),
        Populations.birth_unknown,
    ),
    ("neet", "Jeunes NEET", "jeunes ni en emploi ni en formation avant l’entrée", Populations.neet, Populations.neet_unknown),
    ("bac_ou_infra", "Bac ou infra", "diplôme le plus élevé de niveau bac ou en dessous", Populations.bac_or_below, Populations.level_unknown),
    ("de", "Demandeurs d’emploi", "en recherche d’emploi avant l’entrée, inscrits ou non", Populations.job_seekers, Populations.job_seeker_unknown),
    ("deld", "Demandeurs d’emploi de longue durée", "en recherche d’emploi depuis douze mois ou plus", Populations.long_term_unemployed, Populations.long_term_unknown),
    ("qpv", "Résidents de QPV", "résidents d’un quartier prioritaire à l’entrée", Populations.in_qpv, Populations.qpv_unknown),
    ("zrr_frr", "Résidents de ZRR ou FRR", "résidents d’une commune du zonage rural en vigueur à l’entrée", Populations.rural, Populations.rural_unknown),
    ("rqth", "Travailleurs handicapés (RQTH)", "bénéficiaires d’une RQTH", Populations.disabled, Populations.disabled_unknown),
    ("brsa", "Bénéficiaires du RSA", "bénéficiaires du RSA", Populations.brsa, Populations.brsa_unknown),
    ("reconversion", "En reconversion", "personnes en reconversion professionnelle", Populations.career_changers, Populations.career_change_unknown),
)  # fmt: skip


@cache
def catalogue() -> tuple[Indicator | HoursIndicator | TargetGap, ...]:
    """Every indicator in the order of the catalogue."""
    return (
        *_recruitment(),
        *_publics(),
        *_path(),
        *_certification(),
        *(indicator for horizon in HORIZONS for indicator in _outcomes(horizon)),
    )


def _recruitment() -> tuple[Indicator, ...]:
    return (
        Indicator(
            "A1", "Taux d’admission", "Admis / candidatures reçues.",
            Populations.admitted, Populations.applied, declared=True,
        ),
        Indicator(
            "A2", "Taux de remplissage", "Entrés / places des cohortes commencées.",
            lambda p: _both(p.entered(), p.seats_counted()), Populations.entered,
            lambda p: _both(p.entered(), ~p.seats_counted()), per_seat=True,
        ),
    )  # fmt: skip


def _publics() -> tuple[Indicator | TargetGap, ...]:
    found: list[Indicator | TargetGap] = []
    for key, label, words, public, unknown in _PUBLICS:
        found.append(
            Indicator(
                f"A3.{key}", label, f"Entrés : {words} / entrés ; les inconnus restent au dénominateur.",
                _entrants(public), Populations.entered, _entrants(unknown),
            )
        )  # fmt: skip
        found.append(
            Indicator(
                f"A3.{key}.connus", f"{label}, parmi les connus",
                f"Entrés : {words} / entrés dont le fait est connu.",
                _known_entrants(public, unknown), _known_entrants(None, unknown),
            )
        )  # fmt: skip
    for key, label, *_ in _PUBLICS:
        found.append(
            TargetGap(
                f"A4.{key}", f"{label}, écart à l’objectif", "Part à l’entrée moins objectif, en points.",
                f"A3.{key}",
            )
        )  # fmt: skip
    return tuple(found)


def _path() -> tuple[Indicator | HoursIndicator, ...]:
    return (
        HoursIndicator("B1", "Taux d’assiduité", "Heures de présence / heures dues et relevées, de l’entrée à la sortie.", ("present",)),
        HoursIndicator("B1.corrigee", "Assiduité corrigée", "Heures de présence et d’absence justifiée / heures dues et relevées.", ("present", "justified")),
        HoursIndicator("B1.hors_justifiees", "Assiduité hors absences justifiées", "Heures de présence / (heures dues et relevées − heures d’absence justifiée).", ("present",), "due_but_justified"),
        HoursIndicator("B2", "Taux d’absence injustifiée", "Heures d’absence injustifiée / heures dues et relevées.", ("unjustified",)),
        Indicator("B3", "Taux d’abandon", "Abandons (emploi repris en cours compris) / entrés.", Populations.abandoned, Populations.entered),
        Indicator("B4", "Taux d’achèvement", "Parcours menés à leur terme / entrés.", Populations.completed, Populations.entered),
    )  # fmt: skip


def _certification() -> tuple[Indicator, ...]:
    return (
        Indicator(
            "C1", "Taux de présentation", "Présentés au jury / parcours menés à leur terme.",
            lambda p: _both(p.completed(), p.presented()), Populations.completed,
            lambda p: _both(p.completed(), p.presentation_unknown()),
        ),
        Indicator("C2", "Taux de réussite totale", "Certification complète / présentés.", Populations.fully_certified, Populations.presented, Populations.result_unknown),
        Indicator("C3", "Taux de réussite partielle", "Au moins un bloc mais pas tous / présentés.", Populations.partly_certified, Populations.presented, Populations.result_unknown),
        Indicator("C4", "Taux de certification des entrants", "Certification complète / entrés.", Populations.fully_certified, Populations.entered, Populations.certification_unknown),
    )  # fmt: skip


def _outcomes(k: int) -> tuple[Indicator, ...]:
    def make(
        code: str, label: str, words: str, numerator: str, denominator: str, unknown: str = ""
    ) -> Indicator:
        return Indicator(
            f"{code}.{k}", f"{label} à {k} mois", words,
            _at(numerator, k), _at(denominator, k), _at(unknown, k) if unknown else None, horizon=k,
        )  # fmt: skip

    prudent = "sortants à échéance (inconnu = non)"
    return (
        make("D1", "Taux de réponse", "Situation connue / sortants à échéance.", "answered", "due", "unknown"),
        make("D1d", "Dont connues par un fait daté", "Dites par un emploi ou une formation daté, sans appel / sortants à échéance.", "known_by_spell", "due"),
        make("D2", "Taux de situation inconnue", "Situation inconnue / sortants à échéance.", "unknown", "due"),
        make("D2nde", "Dont non interrogés", "Rien de relevé / sortants à échéance.", "not_asked", "due"),
        make("D2inj", "Dont injoignables", "Déclarés injoignables / sortants à échéance.", "unreachable", "due"),
        make("D2ref", "Dont refus de répondre", "Refus / sortants à échéance.", "refused_to_answer", "due"),
        make("D3a", "Sorties positives GEN (sur répondants)", "Emploi, création ou formation / situations connues.", "positive", "answered"),
        make("D3b", "Sorties positives GEN (prudent)", f"Emploi, création ou formation / {prudent}.", "positive", "due", "unknown"),
        make("D3c", "Sorties positives GEN (haut)", "Emploi, création, formation ou inconnu / sortants à échéance.", "positive_or_unknown", "due", "unknown"),
        make("D4", "Taux d’emploi", "En emploi à la date, création comprise / situations connues.", "employed", "answered"),
        make("D4s", "Taux d’emploi salarié", "En emploi salarié à la date / situations connues.", "salaried", "answered"),
        make("D4p", "Taux d’emploi (prudent)", f"En emploi à la date, création comprise / {prudent}.", "employed", "due", "unknown"),
        make("D5", "Taux d’emploi durable", "En emploi durable, au seuil en vigueur / situations connues.", "durably_employed", "answered"),
        make("D5p", "Taux d’emploi durable (prudent)", f"En emploi durable, au seuil en vigueur / {prudent}.", "durably_employed", "due", "unknown"),
        make("D6", "Part des durables parmi les emplois", "En emploi durable / en emploi.", "durably_employed", "employed"),
        make("D10", "Sorties dynamiques (IAE)", "Emploi durable, de transition ou sortie positive au sens de l’IAE / sortants à échéance, non documentés compris.", "dynamic_exit", "due", "unknown"),
    )  # fmt: skip


def _at(name: str, horizon: int) -> Group:
    return lambda p: getattr(p, name)(horizon)  # type: ignore[no-any-return]


def _entrants(public: Group) -> Group:
    return lambda p: _both(p.entered(), public(p))


def _known_entrants(public: Group | None, unknown: Group) -> Group:
    def known(p: Populations) -> Condition:
        base = _both(p.entered(), ~unknown(p))
        return base if public is None else _both(base, public(p))

    return known


def _both(first: Condition, second: Condition) -> Condition:
    return first & second
