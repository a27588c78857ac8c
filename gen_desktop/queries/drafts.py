"""What somebody typed and did not save."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.changes import AUTHOR, Author
from gen_desktop.models.draft import Draft


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """A form left unfinished. ``typed``: what its fields hold; ``typed_at`` None: now."""

    page: str
    form: str
    title: str
    typed: Mapping[str, Any]
    typed_at: dt.datetime | None = None


def own_drafts(session: Session) -> list[KeptDraft]:
    """The drafts of whoever reads, the oldest first: what others type may hold what only they are shown."""
    author: Author | None = session.info.get(AUTHOR)
    if author is None:
        return []
    columns = (Draft.page, Draft.form, Draft.title, Draft.typed, Draft.typed_at)
    rows = session.execute(
        select(*columns).where(Draft.author == owner(author)).order_by(Draft.typed_at, Draft.id)
    )
    return [
        KeptDraft(page, form, title, json.loads(typed), dt.datetime.fromisoformat(typed_at))
        for page, form, title, typed, typed_at in rows
    ]


def owner(author: Author) -> str:
    """Whose drafts they are: a person is known by her id, who has none by the name."""
    return str(author.id) if author.id is not None else author.name
