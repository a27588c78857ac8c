"""« Avant de transmettre »: what would make a programme officer send a report back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy.orm import Session

from gen_desktop import french
from gen_desktop.queries.indicators import Figure
from gen_desktop.queries.populations import Populations
from gen_desktop.queries.report_checks import (
    Finding,
    expired_certifications,
    expired_labels,
    findings,
    follow_up_findings,
)
from gen_desktop.reports.common import Check, Identity
from gen_desktop.reports.figures_text import Figures, said, sentence

EXPECTED_RESPONSE_PERCENT = 80
"""Under that response rate the report says so: what could not be asked then weighs more than what was."""


@dataclass(frozen=True, slots=True)
class _Rule:
    """How a finding is said: « 4 apprenants » + text, why it matters, and what is said when all is well.

    ``one``: the text after « 1 apprenant » where it is another one; ``noun``: another word for those counted.
    """

    level: Literal["blocking", "attention"]
    text: str
    detail: str
    fine: str = ""
    one: str = ""
    noun: tuple[str, str] | None = None


_RULES = {
    "exit_before_entry": _Rule("blocking", "avec une sortie antérieure à l’entrée", "dates à corriger"),
    "qpv_unknown": _Rule(
        "blocking",
        "sans QPV déterminé",
        "la part des QPV est incalculable pour eux",
        "QPV connu pour tous les entrés",
    ),
    "rural_unknown": _Rule(
        "attention", "sans zonage rural", "ZRR et FRR incalculables pour eux", "Zonage rural connu pour tous"
    ),
    "exit_without_reason": _Rule(
        "blocking",
        "en abandon sans motif",
        "le motif est demandé pour chaque abandon",
        "Tous les abandons ont un motif",
    ),
    "sex_unknown": _Rule("attention", "dont le sexe n’est pas renseigné", "la part des femmes est minorée"),
    "birth_unknown": _Rule("attention", "sans date de naissance", "âge et NEET incalculables pour eux"),
    "level_unknown": _Rule(
        "attention",
        "sans niveau de diplôme",
        "la part « bac ou infra » est minorée",
        "Niveau connu pour tous les entrés",
    ),
    "france_travail_id": _Rule(
        "attention",
        "sans identifiant France Travail",
        "demandé par France Travail",
        "Tous les demandeurs d’emploi ont un identifiant France Travail",
        noun=("demandeur d’emploi", "demandeurs d’emploi"),
    ),
    "still_in": _Rule(
        "blocking",
        "encore en formation après la fin de leur cohorte",
        "enregistrez leur sortie",
        "Aucune sortie oubliée",
        one="encore en formation après la fin de sa cohorte",
    ),
    "result_unknown": _Rule("attention", "sans résultat après le jury", "réussite incalculable pour eux"),
    "aes": _Rule(
        "attention",
        "sans attestation d’entrée en stage",
        "AES à envoyer à France Travail",
        "AES datée pour tous les entrés",
    ),
    "not_asked": _Rule(
        "attention",
        "à échéance et pas encore interrogés",
        "suivis à faire",
        "Tous les suivis échus ont été tentés",
        one="à échéance et pas encore interrogé",
    ),
    "contradicted": _Rule(
        "attention",
        "sans emploi selon leur réponse, en emploi ou en formation ce jour-là selon leur parcours",
        "corrigez la réponse, ou les dates de l’emploi",
        one="sans emploi selon sa réponse, en emploi ou en formation ce jour-là selon son parcours",
    ),
    "certification_expired": _Rule(
        "attention",
        "qui finissent après l’échéance de leur certification",
        "vérifiez l’enregistrement au RNCP",
        one="qui finit après l’échéance de sa certification",
    ),
    "no_program": _Rule("attention", "sans programme ni financeur", "aucun objectif ne peut être comparé"),
    "label_ended": _Rule(
        "blocking",
        "commencées après la fin du label ou de la convention",
        "programme à vérifier",
        one="commencée après la fin du label ou de la convention",
    ),
}


def common_checks(session: Session, populations: Populations, identity: Identity) -> tuple[Check, ...]:
    """The checks of both reports, the gravest first."""
    return in_order(
        [
            *_organization_checks(identity),
            *(_check(finding) for finding in findings(session, populations)),
            *(_check(finding) for finding in expired_certifications(session, identity.cohort_ids)),
            *(
                _check(finding)
                for finding in expired_labels(session, identity.cohort_ids, populations.scope.as_of)
            ),
        ]
    )


def response_checks(
    session: Session, populations: Populations, figures: Figures, horizon: int
) -> tuple[Check, ...]:
    """Whether people due at the horizon were asked, and whether enough of them answered."""
    found = [_check(finding) for finding in follow_up_findings(session, populations, horizon)]
    rate = figures[f"D1.{horizon}"]
    if rate.N:
        low = rate.value is not None and rate.value < EXPECTED_RESPONSE_PERCENT
        words = sentence(f"Taux de réponse à {horizon} mois : {french.percent(rate.value)}")
        detail = f"{french.share_text(rate.n, rate.N)} sortants à échéance"
        if low:
            detail += sentence(f" ; sous {EXPECTED_RESPONSE_PERCENT} %, l’inconnu pèse trop")
        found.append(Check("attention" if low else "ok", words, detail, "", ()))
    return in_order(found)


def attendance_check(rate: Figure) -> Check:
    """Half-days that nobody recorded are neither presence nor absence."""
    if rate.unknown:
        return Check(
            "attention",
            f"{french.hours(rate.unknown)} non relevées",
            "feuilles de présence à compléter",
            "attendance",
            (),
        )
    return Check("ok", "Toutes les heures dues sont relevées", said(rate), "", ())


def in_order(checks: Sequence[Check | None]) -> tuple[Check, ...]:
    """Blocking, then attention, then what is fine; those with nothing to say left out."""
    rank = {"blocking": 0, "attention": 1, "ok": 2}
    return tuple(sorted((check for check in checks if check), key=lambda check: rank[check.level]))


def _check(finding: Finding) -> Check | None:
    rule = _RULES[finding.code]
    count = len(finding.ids)
    if not count:
        return Check("ok", rule.fine, "", finding.kind, ()) if rule.fine else None
    text = rule.one if count == 1 and rule.one else rule.text
    return Check(
        rule.level,
        f"{_counted(finding, rule)} {text}",
        sentence(rule.detail),
        finding.kind,
        finding.ids,
    )


def _counted(finding: Finding, rule: _Rule) -> str:
    count = len(finding.ids)
    if rule.noun is not None:
        return french.plural(count, *rule.noun)
    return french.plural(count, "cohorte" if finding.kind == "cohort" else "apprenant")


def _organization_checks(identity: Identity) -> list[Check]:
    found = []
    organization = identity.organization
    if organization is None or not organization.siret or not organization.nda:
        found.append(
            Check("blocking", "SIRET ou NDA absent", "à renseigner pour l’organisme", "organization", ())
        )
    if organization is not None and organization.is_invented:
        found.append(Check("blocking", "Organisme inventé", "données fictives, à ne pas transmettre", "", ()))
    if not identity.cohorts:
        found.append(Check("blocking", "Aucune cohorte", "rien à compter dans ce périmètre", "cohort", ()))
    return found
