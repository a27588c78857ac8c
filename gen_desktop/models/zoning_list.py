"""The official lists of rural zoning and priority neighbourhoods (QPV), as they were imported."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Mapped

from gen_desktop.models.base import Base, Versioned


class ZoningList(Versioned, Base):
    """One published list: ``kind`` ZRR, FRR or QPV, in force from ``valid_from`` to ``valid_to`` inclusive.

    ``sha256`` names its places in stored_content; ``places``: how many communes or neighbourhoods.
    """

    __tablename__ = "zoning_list"

    kind: Mapped[str]
    name: Mapped[str]
    valid_from: Mapped[dt.date]
    valid_to: Mapped[dt.date | None]
    source: Mapped[str | None]
    imported_on: Mapped[dt.date]
    places: Mapped[int]
    sha256: Mapped[str]
