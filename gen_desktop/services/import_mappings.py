"""Remembers how the columns of a list were read by hand, for the next list with the same titles."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping

from sqlalchemy import Table, delete, insert
from sqlalchemy.orm import Session

from gen_desktop.db.database import Database
from gen_desktop.models.ids import new_ids
from gen_desktop.models.importing import ImportMapping

_TABLE: Table = ImportMapping.__table__  # type: ignore[assignment]  # declared as FromClause


def remember_mapping(
    db: Database, kind: str, digest: str, choices: Mapping[str, str], today: dt.date
) -> None:
    """Keep what people said of the titles of that digest, in the place of what they said before.

    ``choices``: folded title → field, '' leaves a column out; none: nothing is kept. By statements and not by
    objects: the change log does not see it, and an import that is undone leaves it. Raises StorageProblem.
    """
    with db.write("Garder la lecture des colonnes") as session:
        _delete(session, kind, digest)
        if choices:
            row = {
                "id": new_ids(1)[0],
                "kind": kind,
                "titles_digest": digest,
                "choices": json.dumps({title: name or None for title, name in choices.items()}),
                "used_on": today,
            }
            session.execute(insert(_TABLE), [row])


def forget_mapping(db: Database, kind: str, digest: str) -> None:
    """Forget what people said of the titles of that digest. Raises StorageProblem."""
    with db.write("Oublier la lecture des colonnes") as session:
        _delete(session, kind, digest)


def _delete(session: Session, kind: str, digest: str) -> None:
    session.execute(delete(_TABLE).where(_TABLE.c.kind == kind, _TABLE.c.titles_digest == digest))
