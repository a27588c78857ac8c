"""Texts to copy into an e-mail or an SMS, with the places where each person's facts go."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from gen_desktop.models.base import Base, Versioned


class MessageTemplate(Versioned, Base):
    """A text kept by the organisation. ``kind``: email, sms (code list message_kind)."""

    __tablename__ = "message_template"

    name: Mapped[str]
    kind: Mapped[str]
    subject: Mapped[str | None]
    body: Mapped[str]
