"""The texts kept for messages, and what goes into them for each person of a call list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop import french
from gen_desktop.french import NBSP
from gen_desktop.models.calling import Call
from gen_desktop.models.follow_up import REFUSED
from gen_desktop.models.message_template import MessageTemplate
from gen_desktop.models.message_text import EMAIL
from gen_desktop.models.names import fold
from gen_desktop.queries.organization import organization_record
from gen_desktop.queries.printed_calls import PrintedCall, printed_calls
from gen_desktop.reference.lists import choices, codes_where

REFUSES = "ne souhaite pas être recontacté"
DECLINED = "a refusé de répondre pour cette échéance"
ANSWERED = "a déjà répondu pour cette échéance"
NO_ADDRESS = "sans adresse électronique"
NO_MOBILE = "sans téléphone mobile"


@dataclass(frozen=True, slots=True)
class KeptMessage:
    """A text. ``id`` None: one that comes with the program, until somebody changes it."""

    id: int | None
    version: int
    name: str
    kind: str
    subject: str | None
    body: str


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody to write to. ``values``: place (models/message_text.py) → what stands there for her."""

    call: Call
    learner_id: int
    last_name: str
    first_name: str
    cohort_code: str
    address: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Somebody who is not written to, and why, as words after her name."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class MailMerge:
    """Whom a message goes to, in the order of the list; nobody twice.

    ``repeated``: lines of those who are written to about another horizon already.
    """

    addressees: tuple[Addressee, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    repeated: int = 0

    @property
    def cohorts(self) -> str:
        """Of whom, without a name."""
        return french.join_names(sorted({one.cohort_code for one in self.addressees}))


def kept_messages(session: Session, as_of: dt.date) -> tuple[KeptMessage, ...]:
    """The texts to choose from: those that were kept, then those of the program that were not changed."""
    columns = [getattr(MessageTemplate, name) for name in KeptMessage.__dataclass_fields__]
    rows = session.execute(select(*columns).order_by(MessageTemplate.kind, MessageTemplate.id))
    kept = [KeptMessage(*row) for row in rows]
    taken = {(one.kind, fold(one.name)) for one in kept}
    supplied = [
        KeptMessage(None, 0, one.label, one["kind"], one["subject"] or None, one["body"])
        for one in choices("message_default", as_of)
    ]
    return (*kept, *(one for one in supplied if (one.kind, fold(one.name)) not in taken))


def mail_merge(
    session: Session, call_ids: Sequence[int], kind: str, as_of: dt.date, author: str
) -> MailMerge:
    """Whom among these calls a message of that kind (message_kind) goes to, and who is left out.

    Only ways of the person herself are taken: a relay must not learn from a message who was trained.
    """
    shared = _shared(session, author)
    found: dict[int, Addressee] = {}
    left_out: list[LeftOut] = []
    repeated = 0
    for call in printed_calls(session, call_ids, as_of):
        line = call.line
        if line.learner_id in found:
            repeated += 1
            continue
        address = _email(call) if kind == EMAIL else _mobile(call)
        reason = _reason(call)
        if reason or address is None:
            missing = NO_ADDRESS if kind == EMAIL else NO_MOBILE
            left_out.append(LeftOut(f"{line.last_name} {line.first_name}", reason or missing))
            continue
        found[line.learner_id] = Addressee(
            line.call,
            line.learner_id,
            line.last_name,
            line.first_name,
            line.cohort_code,
            address,
            shared | _own(call),
        )
    return MailMerge(tuple(found.values()), tuple(left_out), repeated)


def _reason(call: PrintedCall) -> str:
    if call.line.refuses_calls:
        return REFUSES
    if call.line.situation == REFUSED:
        return DECLINED
    is_known = call.line.situation in codes_where("outcome_situation", known="yes")
    return ANSWERED if is_known else ""


def _email(call: PrintedCall) -> str | None:
    own = [one.value for one in call.line.contacts if one.kind == EMAIL and not one.whose]
    return call.line.email or next(iter(own), None)


def _mobile(call: PrintedCall) -> str | None:
    own = (one.value for one in call.numbers if not one.whose and not one.is_relay)
    return next(filter(_is_mobile, own), None)


def _is_mobile(number: str) -> bool:
    """French ones by their first digit: the library knows none of those reserved for invented people."""
    import phonenumbers

    if number.startswith(("+336", "+337")):
        return True
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return False
    kinds = phonenumbers.PhoneNumberType
    return phonenumbers.number_type(parsed) in (kinds.MOBILE, kinds.FIXED_LINE_OR_MOBILE)


def _shared(session: Session, author: str) -> dict[str, str]:
    """What is the same for everybody; what the organisation did not say is not there."""
    organization = organization_record(session)
    told = {"auteur": author}
    if organization is not None:
        told["organisme"] = organization.name
        if organization.phone:
            told["téléphone"] = french.phone(organization.phone)
    return told


def _own(call: PrintedCall) -> dict[str, str]:
    line = call.line
    months = line.call.horizon
    return {
        "prénom": line.first_name,
        "nom": line.last_name,
        "formation": call.course,
        "cohorte": line.cohort_code,
        "échéance": f"{months}{NBSP}mois après la formation" if months else "à la fin de la formation",
        "date": french.short_date(line.due_on),
        "limite": french.short_date(line.before),
    }
