"""Further ways to reach a person, and what the person agreed to or was told about her data."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from gen_desktop.models.base import Base, Id, Versioned

PHONE, EMAIL = "phone", "email"


class ContactPoint(Versioned, Base):
    """A telephone or an e-mail beyond those of the record. ``whose``: « mère », « foyer »; None: her own."""

    __tablename__ = "contact_point"

    learner_id: Mapped[int] = mapped_column(Id, ForeignKey("learner.id"), index=True)
    kind: Mapped[str]
    value: Mapped[str]
    whose: Mapped[str | None]


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
