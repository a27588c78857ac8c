"""Call sheets on paper, for those who call away from the screen. What is told is typed in later."""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from gen_desktop import VERSION, french
from gen_desktop.french import typographic
from gen_desktop.models.calling import next_attempt
from gen_desktop.queries.follow_ups import AttemptLine
from gen_desktop.queries.organization import OrganizationDetail, current_organization
from gen_desktop.queries.printed_calls import LastSpell, PrintedCall, printed_calls
from gen_desktop.reference.horizons import horizon_words
from gen_desktop.reference.lists import choices, code_list, label
from gen_desktop.reports.blocks import Bullets, Heading, Note
from gen_desktop.reports.call_block import CallBlock
from gen_desktop.reports.common import fingerprint
from gen_desktop.reports.finish import DocumentInfo
from gen_desktop.reports.flow import Document, PageBreak, Template
from gen_desktop.reports.form_fields import Blank, Box, Field
from gen_desktop.reports.style import MM, PAGE_HEIGHT, PAGE_WIDTH

TITLE = "Fiches d’appel"
SCRIPT = (
    "« Bonjour, {author} de {organization}. Puis-je parler à (prénom, nom) ? » À une autre personne, ne "
    "dites rien de la formation : demandez quand rappeler.",
    "« Vous avez suivi une formation chez nous. Je voudrais savoir ce que vous faites maintenant, en "
    "deux minutes. Vous pouvez refuser de répondre, ou que nous rappelions. »",
    "« Le (date de la fiche), quelle était votre situation ? » Cochez ce que la personne dit, sans deviner. "
    "Laissez vide ce qu’elle n’a pas dit.",
    "« Merci. Pouvez-vous nous envoyer une copie du contrat ou une attestation ? » Vérifiez le numéro et "
    "l’adresse électronique avant de raccrocher.",
)
PERSONAL = (
    "Ces fiches nomment des personnes : ne les laissez pas où d’autres peuvent les lire, et détruisez-les "
    "une fois les réponses saisies dans « Insertion »."
)
NOBODY = "Personne n’est à appeler dans cette liste."
IN_A_JOB = "En emploi"
ATTEMPTS_SHOWN, CONTACTS_SHOWN, LONGEST_TEXT = 3, 6, 140
"""So that a sheet always fits on a page, whatever was typed."""
PAGE = Template("calls", PAGE_WIDTH, PAGE_HEIGHT, 14 * MM, 21 * MM, 18 * MM)
"""Narrow margins, so that two people fit on a page."""
TRIES = 3
"""Lines left for calls."""


@dataclass(frozen=True, slots=True)
class CallSheetData:
    """``refusing``: how many people of the list are left out, as they do not want to be called."""

    organization: OrganizationDetail | None
    calls: Sequence[PrintedCall]
    refusing: int
    as_of: dt.date
    author: str

    @property
    def cohorts(self) -> str:
        """Of whom, without a name."""
        return french.join_names(sorted({one.line.cohort_code for one in self.calls}))

    @property
    def people(self) -> int:
        """How many people are named."""
        return len({one.line.learner_id for one in self.calls})


def load_call_sheets(session: Session, call_ids: Sequence[int], as_of: dt.date, author: str) -> CallSheetData:
    """What is printed of these calls (``Call.id``); whoever refuses calls is left out."""
    found = printed_calls(session, call_ids, as_of)
    kept = [one for one in found if not one.line.refuses_calls]
    refusing = {one.line.learner_id for one in found} - {one.line.learner_id for one in kept}
    return CallSheetData(current_organization(session), kept, len(refusing), as_of, author)


def draw_call_sheets(data: CallSheetData) -> Document:
    """The document, ready to render."""
    organization = data.organization
    count = french.plural(len(data.calls), "appel")
    name = organization.name if organization is not None else "Organisme à renseigner"
    document = Document(
        DocumentInfo(
            title=f"{TITLE}, {count}",
            subject=f"{TITLE}, {count}",
            organization=name,
            program=TITLE,
            as_of=f"Imprimé le {french.short_date(data.as_of)} par {data.author}",
            fingerprint=fingerprint(data),
            version=VERSION,
            created=dt.datetime.combine(data.as_of, dt.time(), tzinfo=dt.UTC),
            mention="Données fictives" if organization is not None and organization.is_invented else "",
        )
    )
    said = organization.name if organization is not None else "(organisme)"
    script = [typographic(one.format(author=data.author, organization=said)) for one in SCRIPT]
    left_out = ""
    if data.refusing:
        people = french.plural(data.refusing, "personne")
        left_out = f" {people} de la liste ne {french.form(data.refusing, 'souhaite', 'souhaitent')} pas "
        left_out += f"être {french.form(data.refusing, 'rappelée', 'rappelées')} : sans fiche."
    document.add(
        PageBreak(PAGE),
        Heading(1, typographic(f"{TITLE} : {count}")),
        Note(typographic(PERSONAL + left_out)),
        Bullets(script, numbered=True),
        *(_block(one, data.as_of) for one in data.calls),
    )
    if not data.calls:
        document.add(Note(typographic(NOBODY)))
    return document


def _block(call: PrintedCall, as_of: dt.date) -> CallBlock:
    line = call.line
    path = f"{line.cohort_code}, {call.course}, sortie le {french.short_date(call.exit_on)}"
    return CallBlock(
        name=f"{line.last_name} {line.first_name}",
        due=typographic(f"{_horizon(line.call.horizon)}, avant le {french.short_date(line.before)}"),
        path=typographic(path),
        reach=_reach(call),
        told=[typographic(one) for one in _told(call, as_of)],
        questions=list(_questions(call, as_of)),
    )


def _horizon(months: int) -> str:
    said = horizon_words(months)
    return f"{said[0].upper()}{said[1:]}"


def _reach(call: PrintedCall) -> str:
    said = [french.contact(one.value, one.whose) for one in call.numbers[:CONTACTS_SHOWN]]
    hidden = len(call.numbers) - len(said)
    said += [f"et {french.plural(hidden, 'autre')}"] if hidden > 0 else []
    return " · ".join(said) or "Pas de téléphone"


def _told(call: PrintedCall, as_of: dt.date) -> Iterator[str]:
    line = call.line
    others = [line.email] if line.email else []
    others += [french.contact(one.value, one.whose) for one in line.contacts if one.kind == "email"]
    others += [f"relais : {_brief(call.relay_contact)}"] if call.relay_contact else []
    others += ["un numéro connu comme faux est retiré"] if line.has_wrong_number else []
    if others:
        yield " · ".join(others)
    yield from _attempts(line.attempts)
    if asked := _when(call, as_of):
        yield asked
    if call.last_spell is not None:
        yield f"Dernière situation datée : {_spell(call.last_spell)}."
    if line.situation is not None:
        yield f"Déjà enregistré pour cette échéance : {label('outcome_situation', line.situation)}."


def _attempts(made: Sequence[AttemptLine]) -> Iterator[str]:
    if not made:
        yield "Aucun appel encore pour cette échéance."
        return
    said = [_attempt(one) for one in made[:ATTEMPTS_SHOWN]]
    hidden = len(made) - len(said)
    said += [f"et {french.plural(hidden, 'autre')} avant"] if hidden > 0 else []
    yield f"Déjà essayé : {' ; '.join(said)}."


def _attempt(made: AttemptLine) -> str:
    at = f" à {french.clock(made.made_at)}" if made.made_at is not None else ""
    mode, outcome = label("contact_mode", made.contact_mode), label("attempt_outcome", made.outcome)
    note = f" ({_brief(made.note)})" if made.note else ""
    return f"{french.short_date(made.made_on)}{at}, {mode}, {outcome.lower()}{note}"


def _when(call: PrintedCall, as_of: dt.date) -> str:
    """The hour asked for, else the one that is advised."""
    last = call.tried[-1] if call.tried else None
    if last is not None and last.next_on is not None:
        hour = f" à {french.clock(last.next_at)}" if last.next_at is not None else ""
        return f"Rappel demandé le {french.short_date(last.next_on)}{hour}."
    proposal = next_attempt(call.tried, as_of)
    if proposal is None:
        return ""
    when = code_list("part_of_day")[proposal.part_of_day]["inside"]
    return f"Essai conseillé : {french.long_date(proposal.day)}, {when}."


def _spell(spell: LastSpell) -> str:
    what = label("contract_type", spell.contract_type) if spell.contract_type else spell.title
    what = what or {"training": "formation", "creation": "création d’activité"}.get(spell.kind, "emploi")
    whose = f" chez {_brief(spell.employer)}" if spell.employer else ""
    since = f" depuis le {french.short_date(spell.starts_on)}" if spell.starts_on else ""
    if spell.ends_on is not None:
        begins = f"du {french.short_date(spell.starts_on)} au" if spell.starts_on else "jusqu’au"
        since = f" {begins} {french.short_date(spell.ends_on)}"
    return f"{_brief(what)}{whose}{since}"


def _brief(text: str) -> str:
    return textwrap.shorten(text, LONGEST_TEXT, placeholder=" …")


def _questions(call: PrintedCall, as_of: dt.date) -> Iterator[tuple[str, Sequence[Field]]]:
    outcomes = [Box(one.label) for one in choices("attempt_outcome", as_of)]
    for number in range(1, TRIES + 1):
        yield f"Appel {number}", [Blank("le", 42), Blank("à", 30), *outcomes]
    yield f"Au {french.short_date(call.line.due_on)}", _situations(as_of)
    yield "Contrat", [Box(one.label) for one in choices("contract_type", as_of)]
    yield "Emploi", [Blank("employeur", 120), Blank("ville", 65), Blank("poste", 95)]
    hours = [Box(one.label) for one in choices("working_time", as_of)]
    yield "", [Blank("du", 42), Blank("au", 42), Blank("mois", 18), *hours, Blank("heures par semaine", 20)]
    yield "Métier visé", [Box("Oui"), Box("Non"), Blank("salaire brut annuel", 60)]
    yield "Preuve", [Box(one.label) for one in choices("proof_kind", as_of)]
    yield from _satisfaction(call.line.call.horizon, as_of)
    yield "Remarques", [Blank("", 100)]


def _situations(as_of: dt.date) -> list[Field]:
    """What the person may tell; the contract says more of a job."""
    told = [one for one in choices("outcome_situation", as_of) if one["known"] == "yes"]
    jobs = {
        one[column]
        for one in choices("contract_type", as_of)
        for column in ("situation_long", "situation_short", "situation_unknown")
        if one["kind"] == "job"
    }
    told = [one for one in told if one["removed_from_denominators"] != "yes" and one.code not in jobs]
    return [Box(IN_A_JOB), *(Box(one.label) for one in told)]


def _satisfaction(horizon: int, as_of: dt.date) -> Iterator[tuple[str, Sequence[Field]]]:
    """The marks out of the scale, where the questionnaire of satisfaction is asked at the same time."""
    if not horizon or all(one.code != str(horizon) for one in choices("satisfaction_horizon", as_of)):
        return
    scale = choices("satisfaction_mark", as_of)
    asked = [Blank(one.label, 12) for one in choices("satisfaction_item", as_of)]
    yield f"Notes de {scale[0].code} à {scale[-1].code}", asked
