"""New files, made off the GUI thread: one's own organisation, protected or not, and the invented one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from gen_desktop.changes import DIRECTION, PROGRAM, Author, AuthorKind
from gen_desktop.jobs import Job

if TYPE_CHECKING:
    from gen_desktop.db.keys import Unlocked
    from gen_desktop.services.organization import OrganizationInput
    from gen_desktop.ui.welcome.window import NewCenter


@dataclass(frozen=True, slots=True)
class Protection:
    """What a protected file was born with. ``recovery_code`` is kept nowhere else."""

    unlocked: Unlocked
    recovery_code: str
    warning: str


def create_center(center: NewCenter) -> Protection | None:
    """Make the file asked for; None for one without a password. Raises InvalidInput, StorageProblem."""
    if not center.password:
        _create_plain(center)
        return None
    from gen_desktop.db.keys import WITHOUT_KEYS, unlock_as
    from gen_desktop.services.access import create_protected

    author = Author(AuthorKind.PERSON, center.person)
    code = create_protected(center.path, author, _organization(center), center.password)
    return Protection(unlock_as(center.path, center.password), code, WITHOUT_KEYS)


def create_invented(path: Path, job: Job) -> None:
    """Make the file to try the program with, in place of the one before."""
    from gen_desktop.importing.sample_store import import_invented_center
    from gen_desktop.sample.workbooks import SHIPPED_SEED
    from gen_desktop.store import create_store

    for leftover in path.parent.glob(f"{path.name}*"):
        leftover.unlink()
    db = create_store(path, PROGRAM)
    try:
        import_invented_center(db, date.today(), SHIPPED_SEED, job)
    except BaseException:
        db.close()
        path.unlink()
        raise
    db.close()


def _create_plain(center: NewCenter) -> None:
    from gen_desktop.services.organization import create_organization
    from gen_desktop.store import create_store

    db = create_store(center.path, Author(AuthorKind.PERSON, center.person))
    try:
        create_organization(db, _organization(center))
    except BaseException:
        db.close()
        center.path.unlink()
        raise
    db.close()


def _organization(center: NewCenter) -> OrganizationInput:
    from gen_desktop.services.organization import OrganizationInput, SiteInput

    return OrganizationInput(
        name=center.organization,
        siret=center.siret or None,
        nda=center.nda or None,
        sites=(SiteInput(name=center.site, city=center.site, holiday_zone=center.holiday_zone),),
        staff=((center.person, DIRECTION),),
    )
