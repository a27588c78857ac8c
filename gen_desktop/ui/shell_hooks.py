"""What the frame of the main window asks of the open file: whose it is, what to undo, what a search finds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gen_desktop.changes import Change
from gen_desktop.jobs import Job
from gen_desktop.ui.deferred_store import DeferredStore

if TYPE_CHECKING:
    from gen_desktop.queries.search_index import SearchIndex
    from gen_desktop.queries.searched import Update
    from gen_desktop.ui.widgets.search_box import SearchHit

KIND_TITLES = {
    "learner": "Apprenants",
    "cohort": "Cohortes",
    "company": "Employeurs",
    "attached_document": "Pièces jointes",
    "document": "Documents émis",
    "command": "Actions",
}


@dataclass(frozen=True)
class ShellHooks:
    """What the shell asks of the program. Each function runs off the GUI thread.

    ``identity`` answers the organisation and its site. ``last_undoable`` names the gesture that ``undo``
    would take back, ``last_redoable`` the one that ``redo`` would do again, None when there is none.
    ``kind_titles``: the French heading of each kind of hit. ``index`` makes the search answer from memory:
    all that can be found and the position of the change log then; ``index_since`` tells what became of it
    after a position. Without them, and until they answered, ``search`` asks the file.
    """

    search: Callable[[str], Sequence[SearchHit]]
    kind_titles: Mapping[str, str]
    identity: Callable[[], tuple[str, str]]
    last_undoable: Callable[[], str | None]
    undo: Callable[[Job], Change]
    last_redoable: Callable[[], str | None]
    redo: Callable[[Job], Change]
    index: Callable[[Job], tuple[int, SearchIndex]] | None = None
    index_since: Callable[[int, Job], Update] | None = None


def hooks(store: DeferredStore) -> ShellHooks:
    """The answers of one file, which opens at the first question."""
    return ShellHooks(
        search=lambda text: _search(store, text),
        kind_titles=KIND_TITLES,
        identity=lambda: _identity(store),
        last_undoable=lambda: _last_undoable(store),
        undo=lambda job: _undo(store, job),
        last_redoable=lambda: _last_redoable(store),
        redo=lambda job: _redo(store, job),
        index=lambda job: _index(store, job),
        index_since=lambda position, job: _index_since(store, position),
    )


def _identity(store: DeferredStore) -> tuple[str, str]:
    from gen_desktop.queries.organization import current_organization

    with store.read() as session:
        found = current_organization(session)
    if found is None:
        return store.path.stem, ""
    return found.name, found.sites[0] if found.sites else ""


def _last_undoable(store: DeferredStore) -> str | None:
    from gen_desktop.services.undo import last_undoable

    with store.read() as session:
        found = last_undoable(session)
    return found.name if found else None


def _undo(store: DeferredStore, job: Job) -> Change:
    from gen_desktop.services.undo import undo_last

    return undo_last(store.open(), job)


def _last_redoable(store: DeferredStore) -> str | None:
    from gen_desktop.services.undo import last_redoable

    with store.read() as session:
        found = last_redoable(session)
    return found.name if found else None


def _redo(store: DeferredStore, job: Job) -> Change:
    from gen_desktop.services.undo import redo_last

    return redo_last(store.open(), job)


def _search(store: DeferredStore, text: str) -> list[SearchHit]:
    from gen_desktop.queries.search import find
    from gen_desktop.ui.widgets.search_box import SearchHit

    with store.read() as session:
        return [SearchHit(hit.kind, hit.id, hit.title, hit.detail) for hit in find(session, text)]


def _index(store: DeferredStore, job: Job) -> tuple[int, SearchIndex]:
    from gen_desktop.jobs import many_objects
    from gen_desktop.queries import searched
    from gen_desktop.queries.search_index import SearchIndex

    with many_objects(), store.read() as session:
        position = searched.position(session)
        return position, SearchIndex(searched.every_entry(session), job)


def _index_since(store: DeferredStore, position: int) -> Update:
    from gen_desktop.queries.searched import touched_since

    with store.read() as session:
        return touched_since(session, position)
