"""The register of what leaves the program with names: no list or document goes out before it is in there.

PDF reports are in the register of issued documents (services/documents.py) instead.
"""

from __future__ import annotations

import datetime as dt

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import StorageProblem
from gen_desktop.french import NBSP, plural
from gen_desktop.models.privacy import NominativeExport
from gen_desktop.reference.lists import label


def record_export(db: Database, kind: str, scope: str, people: int) -> Change:
    """Enter an export in the register, before it is written; what cannot be entered may not be written.

    ``kind``: a code of nominative_export_kind; ``scope``: of whom, in words without a name. Raises
    StorageProblem (read only, busy, no room) and NotFound (no such kind).
    """
    name = (
        f"Export avec des noms{NBSP}: {label('nominative_export_kind', kind)}, {plural(people, 'personne')}"
    )
    made_at = dt.datetime.now().astimezone().isoformat(timespec="seconds")
    try:
        with db.write(name) as session:
            export = NominativeExport(kind=kind, scope=scope, people=people, made_at=made_at)
            session.add(export)
            session.flush()
            export_id = export.id
    except StorageProblem as error:
        raise StorageProblem(
            f"Rien n’a été exporté{NBSP}: ce qui contient des noms s’inscrit d’abord au registre des "
            f"exports, et cela n’a pas pu se faire. {error}"
        ) from error
    return Change(frozenset({NominativeExport.__tablename__}), frozenset({export_id}), name, export_id)
