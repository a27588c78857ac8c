"""How the columns of lists were read by hand, the last time each kind of list came."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.models.importing import ImportMapping


@dataclass(frozen=True, slots=True)
class KeptMapping:
    """``choices``: folded title → field, '' leaves the column out."""

    digest: str
    choices: Mapping[str, str]
    used_on: dt.date


def kept_mappings(session: Session, kind: str) -> list[KeptMapping]:
    """Those of a kind of list."""
    rows = session.execute(
        select(ImportMapping.titles_digest, ImportMapping.choices, ImportMapping.used_on).where(
            ImportMapping.kind == kind
        )
    )
    return [KeptMapping(digest, _read(choices), used_on) for digest, choices, used_on in rows]


def _read(choices: str) -> dict[str, str]:
    return {title: name or "" for title, name in json.loads(choices).items()}
