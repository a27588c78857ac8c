"""Views of a list, kept under a name that all colleagues see."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import InvalidInput, NotFound
from gen_desktop.french import NBSP
from gen_desktop.models.names import fold
from gen_desktop.models.saved_view import SavedView
from gen_desktop.queries.criteria import LearnerCriteria
from gen_desktop.queries.saved_views import GONE, criteria_text
from gen_desktop.services.deletion import delete_with_all

KINDS = frozenset({"saved_view"})
LONGEST = 60


def save_view(
    db: Database, page: str, name: str, criteria: LearnerCriteria, columns: Sequence[str]
) -> Change:
    """Keep a view of a page under a new name. Raises InvalidInput for a name that is empty or taken."""
    name = " ".join(name.split())
    gesture = f"Enregistrer la vue {name}"
    with db.write(gesture) as session:
        _check_name(session, page, name)
        view = SavedView(
            page=page, name=name, criteria=criteria_text(criteria), columns=json.dumps(list(columns))
        )
        session.add(view)
        session.flush()
        view_id = view.id
    return Change(KINDS, frozenset({view_id}), gesture, view_id)


def replace_view(db: Database, view_id: int, criteria: LearnerCriteria, columns: Sequence[str]) -> Change:
    """Put other filters and columns under the name of a view. Raises NotFound."""
    gesture = f"Remplacer la vue {name_of(db, view_id)}"
    with db.write(gesture) as session:
        view = _get(session, view_id)
        view.criteria, view.columns = criteria_text(criteria), json.dumps(list(columns))
    return Change(KINDS, frozenset({view_id}), gesture)


def rename_view(db: Database, view_id: int, name: str) -> Change:
    """Give a view another name. Raises NotFound, InvalidInput for a name that is empty or taken."""
    name = " ".join(name.split())
    gesture = f"Renommer la vue {name_of(db, view_id)} en {name}"
    with db.write(gesture) as session:
        view = _get(session, view_id)
        _check_name(session, view.page, name, view_id)
        view.name = name
    return Change(KINDS, frozenset({view_id}), gesture)


def delete_view(db: Database, view_id: int) -> Change:
    """Delete a view; the bin gives it back. Raises NotFound."""
    gesture = f"Supprimer la vue {name_of(db, view_id)}"
    with db.write(gesture) as session:
        kinds = delete_with_all(session, "saved_view", [view_id])
    return Change(kinds, frozenset({view_id}), gesture)


def name_of(db: Database, view_id: int) -> str:
    """The name of a view. Raises NotFound."""
    with db.read() as session:
        return _get(session, view_id).name


def _get(session: Session, view_id: int) -> SavedView:
    view = session.get(SavedView, view_id)
    if view is None:
        raise NotFound(GONE)
    return view


def _check_name(session: Session, page: str, name: str, view_id: int | None = None) -> None:
    if not name:
        raise InvalidInput.one("name", "Donnez un nom à la vue.")
    if len(name) > LONGEST:
        raise InvalidInput.one("name", f"Un nom de vue a {LONGEST} caractères au plus.")
    others = session.execute(select(SavedView.id, SavedView.name).where(SavedView.page == page))
    if any(fold(other) == fold(name) and one != view_id for one, other in others):
        raise InvalidInput.one("name", f"Une vue porte déjà le nom «{NBSP}{name}{NBSP}».")
