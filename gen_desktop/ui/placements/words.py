"""How calls, attempts, earlier jobs and rates are said in French."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from gen_desktop import french
from gen_desktop.errors import Problem
from gen_desktop.french import NARROW, NBSP
from gen_desktop.models import follow_up as rules
from gen_desktop.models.calling import next_attempt
from gen_desktop.models.message_text import SmsSize
from gen_desktop.models.placement import LONGEST_CONTRACT
from gen_desktop.queries.follow_up_form import FormState, KnownSituation, Spell
from gen_desktop.queries.follow_ups import AttemptLine
from gen_desktop.queries.messages import KeptMessage, LeftOut, MailMerge
from gen_desktop.reference.lists import code_list, label
from gen_desktop.reference.parameters import Parameters
from gen_desktop.ui.widgets.basics import LabelRole

YES_NO = (("yes", "Oui"), ("no", "Non"))
NO_ANSWER_YET = "sans réponse à ce jour"
SAID_ON_LEAVING = f"Dit par le motif de la sortie. Compté sans appel{NBSP}; répondez pour préciser."
REFUSES_CALLS = "ne souhaite pas être recontacté"
DEAR_SHOWN, LEFT_OUT_SHOWN = 4, 6
TARGET = (("yes", "Oui, métier visé"), ("no", "Non, autre métier"))


def horizon(months: int) -> str:
    """« 6 mois », « sortie »."""
    return f"{months} mois" if months else "sortie"


def day(when: date, today: date) -> str:
    """« 28/11 », with its year when it is another one."""
    return french.day_month(when) if when.year == today.year else french.short_date(when)


def attempts(made: Sequence[AttemptLine], today: date) -> str:
    """« 2 appels, 20/11 », « courriel 18/11 », « aucune »; the latest attempt comes first."""
    if not made:
        return "aucune"
    last = day(made[0].made_on, today)
    if all(attempt.contact_mode == "phone" for attempt in made):
        return f"{french.plural(len(made), 'appel')}, {last}"
    if len(made) == 1:
        return f"{_mode(made[0])} {last}"
    return f"{french.plural(len(made), 'tentative')}, {last}"


def attempt(made: AttemptLine, today: date) -> str:
    """« 20/11, téléphone : pas de réponse (C. Lambert), rappeler le soir »."""
    said = (
        f"{day(made.made_on, today)}, {_mode(made)}{NBSP}: {label('attempt_outcome', made.outcome).lower()}"
    )
    author = f" ({made.author})" if made.author else ""
    return f"{said}{author}, {made.note}" if made.note else f"{said}{author}"


def path(state: FormState) -> str:
    """« TSSR 2026-1, sortie le 28/05/2026 · certifiée »."""
    gone = {"abandonment": "abandon", "neutral": "sortie neutre"}.get(state.exit_type, "sortie")
    return f"{state.cohort_code}, {gone} le {french.short_date(state.exit_on)} · {_certification(state)}"


def known(recorded: KnownSituation, spell: Spell | None) -> str:
    """« CDI chez Datacampus », « En recherche d’emploi »: what is recorded already."""
    told = spell_words(spell) if spell is not None else ""
    return told or label("outcome_situation", recorded.situation)


def recorded(situation: KnownSituation) -> str:
    """« Enregistré le 20/11/2026 par C. Lambert »."""
    by = f" par {situation.recorded_by}" if situation.recorded_by else ""
    return f"Enregistré le {french.short_date(situation.recorded_on)}{by}"


def spell_words(spell: Spell) -> str:
    """« CDI chez Datacampus depuis le 15/07/2026 », as far as it is known; '' when nothing is."""
    contract = label("contract_type", spell.contract_type) if spell.contract_type else ""
    what = " ".join(
        filter(None, (contract or spell.title, f"chez {spell.employer}" if spell.employer else ""))
    )
    since = f"depuis le {french.short_date(spell.starts_on)}" if spell.starts_on and not spell.ends_on else ""
    return " ".join(filter(None, (what, since)))


def spell_title(spell: Spell) -> str:
    """The same; « Emploi » when nothing more is known."""
    return spell_words(spell) or label("placement_kind", spell.kind)


def source(spell: Spell) -> str:
    """« Connu par un fait daté, su le 20/11/2026, confirmé le 23/11/2026, preuve : contrat de travail… »."""
    said = ["Connu par un fait daté"]
    said += [f"su le {french.short_date(spell.recorded_on)}"] if spell.recorded_on else []
    said += [f"confirmé le {french.short_date(spell.confirmed_on)}"] if spell.confirmed_on else []
    said += [f"preuve{NBSP}: {_inside(label('proof_kind', spell.proof))}"] if spell.proof else []
    return f"{', '.join(said)}. Compté sans appel{NBSP}; confirmez-le, ou répondez autrement."


def still(spell: Spell) -> str:
    """« Toujours en CDI chez Datacampus ? » — the question that a job told earlier spares."""
    if spell.kind == "training":
        return f"Toujours en formation{f' {spell.title}' if spell.title else ''}{NARROW}?"
    if spell.kind == "creation":
        return f"Toujours à son compte{NARROW}?"
    contract = f"en {_inside(label('contract_type', spell.contract_type))}" if spell.contract_type else ""
    employer = f"chez {spell.employer}" if spell.employer else ""
    return f"Toujours {' '.join(filter(None, (contract, employer))) or 'dans le même emploi'}{NARROW}?"


def counted(
    situation: str | None, contract: str | None, months: int | None, parameters: Parameters
) -> tuple[str, LabelRole]:
    """What a situation counts as in the reports, and how to show it; '' as long as nothing is told."""
    decided = rules.decided_situation(situation, contract, months, parameters)
    if isinstance(decided, Problem):
        return "", ""
    code = code_list("outcome_situation")[decided]
    if rules.is_durable(decided, months, parameters):
        return (
            "création d’activité, emploi durable" if code["creation"] == "yes" else "emploi durable"
        ), "good"
    if code["employed"] == "yes":
        return _short_job(situation, contract, months, parameters)
    if code["training"] == "yes":
        return "formation", "good"
    if code["removed_from_denominators"] == "yes":
        return "décès, retiré des calculs", "strong"
    if not rules.is_known(decided):
        return "sans réponse", "attention"
    return _inside(code.label), "strong"


def definitions(situation: str, is_target: bool | None, parameters: Parameters) -> str:
    """« GEN : sortie positive · France compétences : métier visé »: how others will count the same answer."""
    code = code_list("outcome_situation")[situation]
    positive = code["gen_positive"] == "yes" or (
        code["gen_positive"] == "by_parameter" and parameters.service_civique_positive
    )
    if not rules.is_known(situation) or code["removed_from_denominators"] == "yes":
        return ""
    said = [f"GEN{NBSP}: sortie positive" if positive else f"GEN{NBSP}: pas une sortie positive"]
    if code["neutralized"] == "yes":
        said.append(f"France compétences{NBSP}: neutralisée")
    elif code["employed"] == "yes":
        target = {True: "métier visé", False: "emploi, autre métier", None: "emploi, métier à préciser"}
        said.append(f"France compétences{NBSP}: {target[is_target]}")
    return " · ".join(said)


def advice(state: FormState, today: date) -> str:
    """When to try again, or that it may stop; '' once something is known or when nothing was tried."""
    if state.known is not None or not state.attempts:
        return ""
    last = state.attempts[0]
    if last.next_on is not None:
        hour = f" à {french.clock(last.next_at)}" if last.next_at is not None else ""
        return f"Rappel demandé le {day(last.next_on, today)}{hour}."
    if not rules.unreachable_problem(state.attempts_made, state.parameters):
        made = french.plural(state.attempts_made, "tentative")
        return f"{made}{NBSP}: «{NBSP}Injoignable{NBSP}» peut être choisi, ou un autre moyen essayé."
    proposal = next_attempt(state.tried, today)
    if proposal is None:
        return ""
    when = code_list("part_of_day")[proposal.part_of_day]["inside"]
    weekday = french.WEEKDAYS[proposal.day.weekday()]
    return f"Prochain essai conseillé{NBSP}: {weekday} {day(proposal.day, today)}, {when}."


def text_name(text: KeptMessage) -> str:
    """« Relance · Courriel »."""
    return f"{text.name} · {label('message_kind', text.kind)}"


def sms_words(size: SmsSize) -> str:
    """« 142 signes sur 160, 1 SMS », and which signs leave less room."""
    said = f"{french.plural(size.units, 'signe')} sur {size.room or 160}, {size.parts} SMS"
    if not size.dear:
        return f"{said}."
    signs = french.join_names([f"«{NBSP}{one}{NBSP}»" for one in size.dear[:DEAR_SHOWN]])
    return f"{said}. À cause de {signs}, un SMS n’a que 70 signes au lieu de 160."


def merge_words(merge: MailMerge) -> str:
    """« 12 messages. », and that nobody gets two."""
    said = f"{french.plural(len(merge.addressees), 'message')}."
    if not merge.repeated:
        return said
    return (
        f"{said} Qui est à plusieurs échéances ({french.plural(merge.repeated, 'ligne')}) n’en reçoit qu’un."
    )


def left_out_words(left_out: Sequence[LeftOut]) -> str:
    """« 2 personnes sans message : Aubert Inès (sans téléphone mobile), … »; '' for nobody."""
    if not left_out:
        return ""
    named = [f"{one.name} ({one.reason})" for one in left_out[:LEFT_OUT_SHOWN]]
    hidden = len(left_out) - len(named)
    named += [f"et {french.plural(hidden, 'autre')}"] if hidden else []
    return f"{french.plural(len(left_out), 'personne')} sans message{NBSP}: {', '.join(named)}."


def _short_job(
    situation: str | None, contract: str | None, months: int | None, parameters: Parameters
) -> tuple[str, LabelRole]:
    """A job that is not a lasting one, or not yet known to be."""
    longest = rules.decided_situation(situation, contract, LONGEST_CONTRACT, parameters)
    assert isinstance(longest, str)  # a length contradicts nothing
    if months is None and rules.is_durable(longest, LONGEST_CONTRACT, parameters):
        return "emploi, durée à préciser", "attention"
    if code_list("outcome_situation")[longest]["durable"] == "unknown":
        return "emploi, contrat à préciser", "attention"
    return "emploi court", "strong"


def _mode(made: AttemptLine) -> str:
    return _inside(label("contact_mode", made.contact_mode))


def _inside(name: str) -> str:
    """A label in the middle of a sentence: « Courriel » loses its capital, « SMS » keeps them."""
    return name if name[:2].isupper() else name[0].lower() + name[1:]


def _certification(state: FormState) -> str:
    if state.certification is None:
        return "certification non renseignée"
    if state.certification == "full":
        return {"F": "certifiée", "M": "certifié"}.get(state.sex or "", "certifié(e)")
    return label("certification_outcome", state.certification).lower()
