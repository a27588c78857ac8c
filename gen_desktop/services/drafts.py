"""Keeps what is typed and not saved: in the file itself, enciphered like the rest, outside its history."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table, delete, insert

from gen_desktop.changes import Author
from gen_desktop.db.database import Database
from gen_desktop.models.draft import Draft
from gen_desktop.models.ids import new_ids
from gen_desktop.queries.drafts import KeptDraft, owner

_DRAFT: Table = Draft.__table__  # type: ignore[assignment]  # declared as FromClause


def keep_drafts(db: Database, author: Author, drafts: Sequence[KeptDraft], now: dt.datetime) -> None:
    """Replace the drafts of a person by these. Raises StorageProblem; nothing is changed then.

    By statements and not by objects: the change log does not see them, and a draft is no gesture.
    """
    with db.write("Garder ce qui est saisi") as session:
        session.execute(delete(_DRAFT).where(_DRAFT.c.author == owner(author)))
        rows = [
            _row(draft, draft_id, author, now)
            for draft, draft_id in zip(drafts, new_ids(len(drafts)), strict=True)
        ]
        if rows:
            session.execute(insert(_DRAFT), rows)


def _row(draft: KeptDraft, draft_id: int, author: Author, now: dt.datetime) -> dict[str, Any]:
    return {
        "id": draft_id,
        "author": owner(author),
        "page": draft.page,
        "form": draft.form,
        "title": draft.title,
        "typed": json.dumps(draft.typed, ensure_ascii=False),
        "typed_at": (draft.typed_at or now).isoformat(timespec="seconds"),
    }
