"""Further ways to reach a person, and what the person agreed to or was told about her data."""

from __future__ import annotations

import datetime as dt
import re

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from gen_desktop.french import NBSP
from gen_desktop.models.base import Base, Id, Versioned
from gen_desktop.models.learner import contact_problems

PHONE, EMAIL = "phone", "email"
INFORMATION, FOLLOW_UP = "information", "follow_up"
"""Purposes (consent_purpose) that the program looks at: told of her rights, may be called afterwards."""


class ContactPoint(Versioned, Base):
    """A telephone or an e-mail beyond those of the record. ``whose``: « mère », « foyer »; None: her own."""

    __tablename__ = "contact_point"

    learner_id: Mapped[int] = mapped_column(Id, ForeignKey("learner.id"), index=True)
    kind: Mapped[str]
    value: Mapped[str]
    whose: Mapped[str | None]
    is_relay: Mapped[bool | None]  # somebody who knows where she is; she agreed that they be asked


class Consent(Versioned, Base):
    """What a person said one day about a use of her data, or that she was informed (GDPR art. 7 and 13).

    ``purpose``: code list consent_purpose. The latest said counts; the earlier ones stay as proof.
    ``way``: code list consent_way.
    """

    __tablename__ = "consent"

    learner_id: Mapped[int] = mapped_column(Id, ForeignKey("learner.id"), index=True)
    purpose: Mapped[str]
    is_given: Mapped[bool]
    said_on: Mapped[dt.date]
    way: Mapped[str | None]


def contact_kind(value: str) -> str:
    """Whether that is a telephone or an e-mail."""
    return EMAIL if "@" in value else PHONE


def contact_problem(value: str) -> str:
    """What is wrong with a telephone (as stored: E.164) or an e-mail, as a sentence; '' for nothing."""
    text = value.strip()
    if contact_kind(text) == EMAIL:
        return next((problem.sentence for problem in contact_problems(text, None)), "")
    if re.fullmatch(r"\+?[0-9]{6,15}", text):
        return ""
    return f"«{NBSP}{text}{NBSP}» n’est ni un numéro de téléphone, ni une adresse électronique."
