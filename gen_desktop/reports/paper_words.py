"""What the papers about people say alike: who certifies, whom, which course, how many hours."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from gen_desktop import french
from gen_desktop.french import NBSP, round_half_up, typographic
from gen_desktop.models.learner import full_name
from gen_desktop.models.names import capitals
from gen_desktop.queries.certified_paths import CertifiedPath
from gen_desktop.queries.letterheads import Sender
from gen_desktop.reference.lists import choices, label
from gen_desktop.reports.common import label_of
from gen_desktop.reports.form_blocks import Signatures, Signer
from gen_desktop.reports.person_paper import PersonPaper

Fact = tuple[str, str]

_CIVILITIES = {"F": f"Mme{NBSP}", "M": f"M.{NBSP}"}


def person_name(path: CertifiedPath) -> str:
    """« Mme Zoé DELORME »; without civility when the sex is not known."""
    return f"{_CIVILITIES.get(path.sex or '', '')}{full_name(capitals(path.last_name), path.first_name)}"


def agreed(path: CertifiedPath, masculine: str, feminine: str) -> str:
    """The word that agrees with the person; both when the sex is not known: « inscrit(e) »."""
    either = f"{masculine}({feminine.removeprefix(masculine)})"
    return {"F": feminine, "M": masculine}.get(path.sex or "", either)


def decimal_hours(minutes: int | None) -> str:
    """« 203,5 heures », « 1 heure »: hours with at most two decimals, as certificates want them."""
    if minutes is None:
        return french.UNKNOWN
    value = round_half_up(Decimal(minutes) / 60, 2)
    decimals = max(-int(value.normalize().as_tuple().exponent), 0) if value else 0
    return f"{french.number(value, decimals)}{NBSP}{french.form(float(value), 'heure')}"


def table_hours(minutes: int) -> str:
    """« 203,5 » in a table whose title says hours."""
    return decimal_hours(minutes).partition(NBSP)[0]


def course_facts(path: CertifiedPath) -> list[Fact]:
    """The action, under the title that is the same on every paper."""
    facts = [("Intitulé de l’action", path.course_title)]
    if path.certification_title or path.certification_code:
        words = " · ".join(filter(None, (path.certification_title, path.certification_code)))
        facts.append(("Certification visée", words))
    return facts


def place_facts(path: CertifiedPath) -> list[Fact]:
    """Where the course is held, when it is known."""
    town = " ".join(filter(None, (path.site_postal_code, path.site_city)))
    parts = filter(None, (path.site_name, path.site_address, town))
    words = ", ".join(dict.fromkeys(parts))
    return [("Lieu", words)] if words else []


def funding_facts(path: CertifiedPath) -> list[Fact]:
    """Who pays, under which agreement, and the number of the person's file there."""
    funder = path.funder or path.program_funder
    program = " · ".join(filter(None, (path.program_name, path.scheme, path.agreement_number)))
    return [
        ("Financeur", label_of("funder", funder)),
        *([("Dispositif", program)] if program else []),
        *([("N° de dossier", path.payer_file_number)] if path.payer_file_number else []),
        *([("Cofinancement", "Cofinancé par l’Union européenne")] if path.is_eu_cofunded else []),
    ]


def signatory(sender: Sender | None) -> str:
    """« Anne Moreau, directrice de Numérique en Morvan »; dots to write on when nobody is known."""
    if sender is None or not sender.representative:
        return "…"
    quality = _lowered(sender.representative_quality)
    return f"{sender.representative}, {quality or 'pour'} {'de ' if quality else ''}{sender.name}"


def _lowered(words: str | None) -> str | None:
    """A quality within a sentence: « Directrice » is « directrice », « PDG » stays."""
    return words if not words or words.isupper() else words[0].lower() + words[1:]


def birth_words(path: CertifiedPath) -> str:
    """« née le 3 mars 1998 », '' when the day is not known."""
    if path.birth_date is None:
        return ""
    return f"{french.born(path.sex)} le {french.long_date(path.birth_date, weekday=False)}"


def by_place(paper: PersonPaper) -> str:
    """« dont 140 heures en centre et 63,5 heures à distance », '' when all of it was in one place."""
    parts = [
        f"{decimal_hours(minutes)} {words}"
        for minutes, words in (
            (paper.in_center, "en centre"),
            (paper.at_distance, "à distance"),
            (paper.in_company, "en entreprise"),
        )
        if minutes
    ]
    return f"dont {french.join_names(parts)}" if len(parts) > 1 else ""


def nature_boxes(path: CertifiedPath) -> list[tuple[str, bool]]:
    """The natures of an action (L6313-1), exclusive; an action de formation when nothing else is said."""
    held = path.action_type or "training"
    return [(code.label, code.code == held) for code in choices("action_type")]


def mode_words(path: CertifiedPath) -> str:
    return label("delivery_mode", path.delivery_mode).lower() if path.delivery_mode else "non renseignée"


def signed(paper: PersonPaper, *others: Signer, beside: str = "") -> Signatures:
    """« Fait à Nevers, le 12 mars 2026 », then the representative's frame, after those of others."""
    return signed_by(paper.head.sender, paper.place, paper.as_of, *others, beside=beside)


def signed_by(
    sender: Sender | None, place: str, day: dt.date, *others: Signer, beside: str = ""
) -> Signatures:
    """The same of a paper that is about nobody alone."""
    named = (sender.representative, sender.representative_quality) if sender is not None else ()
    lines = [", ".join(filter(None, named))] if any(named) else []
    low = bool(beside)
    frames = [replace(one, low=low) for one in (*others, Signer("Cachet et signature de l’organisme", lines))]
    made = f"Fait à {place or '…'}, le {french.long_date(day, weekday=False)}"
    return Signatures(typographic(made), frames, beside)
