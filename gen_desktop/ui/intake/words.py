"""How the page of applications says things."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from gen_desktop import french
from gen_desktop.models.application import Step
from gen_desktop.queries.application_places import Places
from gen_desktop.queries.applications import Candidate, Funnel
from gen_desktop.reference.lists import code_list, label
from gen_desktop.ui.theme import Tone

STEPS: dict[Step, str] = {
    Step.POSITION: "Positionner…",
    Step.INTERVIEW: "Entretien…",
    Step.ADMIT: "Admettre…",
    Step.WAIT: "Liste d’attente…",
    Step.REFUSE: "Refuser…",
    Step.WITHDRAW: "Désistement…",
    Step.NO_SHOW: "Jamais venu",
    Step.REOPEN: "Remettre à l’étude",
}
TITLES: dict[Step, str] = {
    Step.POSITION: "Positionnement",
    Step.INTERVIEW: "Entretien",
    Step.ADMIT: "Admettre",
    Step.WAIT: "Mettre en liste d’attente",
    Step.REFUSE: "Refuser",
    Step.WITHDRAW: "Désistement",
}
_TONES: dict[str, Tone] = {
    "positioned": "accent",
    "interviewed": "accent",
    "waiting": "attention",
    "admitted": "good",
    "entered": "good",
    "no_show": "wrong",
}
_SHORT_LEVELS = {"held": "acquis", "partial": "en cours", "none": "non acquis"}


def stage(code: str) -> tuple[str, Tone]:
    """The words and the tone of a stage."""
    return label("application_stage", code), _TONES.get(code, "neutral")


def name(candidate: Candidate) -> str:
    """« Delorme Kévin »."""
    return f"{candidate.last_name} {candidate.first_name}".strip()


def levels(found: Mapping[str, int]) -> str:
    """« 3 acquis, 1 en cours »: on how many prerequisites, the best first."""
    codes = reversed(code_list("positioning_level").codes)
    return ", ".join(f"{found[code.code]} {_SHORT_LEVELS[code.code]}" for code in codes if code.code in found)


def positioning(candidate: Candidate) -> str:
    """« 3 acquis sur 5 », among the prerequisites that were looked at; the day when none was."""
    if candidate.levels:
        return f"{candidate.levels.get('held', 0)} acquis sur {sum(candidate.levels.values())}"
    return "" if candidate.positioned_on is None else f"Fait le {french.short_date(candidate.positioned_on)}"


def rank(place: int | None) -> str:
    """« 1er », « 2e »."""
    if place is None:
        return ""
    return "1er" if place == 1 else f"{place}e"


def decision(candidate: Candidate) -> str:
    """When it was decided, and why."""
    said = [french.short_date(candidate.decided_on)] if candidate.decided_on else []
    said += [candidate.decision_reason] if candidate.decision_reason else []
    return ", ".join(said)


def places(found: Places) -> str:
    """« 15 places, 6 libres »; a cohort may take more people than it has places."""
    if found.seats is None or found.free is None:
        return "places non renseignées"
    said = french.plural(found.seats, "place")
    if found.free < 0:
        return f"{said}, {-found.free} de trop"
    return f"{said}, {french.plural(found.free, 'libre')}"


def funnel(found: Funnel) -> str:
    """« 62 candidatures → 40 positionnements → 25 entretiens → 9 admissions (14,5 %) → 0 entrée »."""
    rate = found.admission.value
    return " → ".join(
        (
            french.plural(found.applied, "candidature"),
            french.plural(found.positioned, "positionnement"),
            french.plural(found.interviewed, "entretien"),
            french.plural(found.admitted, "admission")
            + (f" ({french.percent(rate)})" if rate is not None else ""),
            french.plural(found.entered, "entrée"),
        )
    )


def admission(found: Funnel) -> str:
    """The rate of admission (A1), with the candidatures that the cohort only declares when there are any."""
    if found.admission.value is None:
        return ""
    n, total = found.admission.n, found.admission.N
    share = french.share_text(n, total)
    said = f"Taux d’admission{french.NBSP}: {french.percent(found.admission.value)} ({share})"
    beyond = total - found.applied
    return f"{said}, dont {french.plural(beyond, 'candidature déclarée')} sans fiche" if beyond > 0 else said


def waited(applied_on: dt.date | None, today: dt.date) -> str:
    """« il y a 12 jours », '' when the day is not known or ahead."""
    if applied_on is None or applied_on > today:
        return ""
    days = (today - applied_on).days
    return "aujourd’hui" if days == 0 else f"il y a {french.plural(days, 'jour')}"


def many(count: int) -> str:
    """« 3 candidatures choisies »."""
    return french.plural(count, "candidature choisie", "candidatures choisies")
