"""On the old computer: the file one takes to the new one, prepared from the page."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from gen_desktop import french
from gen_desktop.db.database import Database
from gen_desktop.db.header import PARCEL_SUFFIX
from gen_desktop.db.parcel import Parcel
from gen_desktop.files import file_name
from gen_desktop.french import NBSP
from gen_desktop.jobs import Job
from gen_desktop.services.backups import prepare_move
from gen_desktop.ui import dialogs
from gen_desktop.ui.pages import Page

KINDS = f"Fichier de déménagement (*{PARCEL_SUFFIX})"
UNPROTECTED = "Préparer un fichier que tout le monde peut lire\u00a0?"
LEGIBLE = (
    "Votre fichier n’a pas de mot de passe\u00a0: qui trouvera la clé ou le disque y lira le nom et la "
    "situation de chaque personne."
)


def ask_where(page: Page) -> Path | None:
    """Where to write it, None when the person gave up, at the sight of what it means without a password."""
    db = page.ctx.db
    if db.key is None and not dialogs.ask_to_lose(
        page, UNPROTECTED, LEGIBLE, yes="Préparer quand même", no="Ne rien écrire"
    ):
        return None
    name = file_name(f"{db.path.stem}-{page.ctx.today():%Y-%m-%d}", PARCEL_SUFFIX)
    chosen = dialogs.save_file(page, "Préparer le déménagement", KINDS, Path.home() / name)
    if chosen is None or chosen.suffix == PARCEL_SUFFIX:
        return chosen
    return chosen.with_name(chosen.name + PARCEL_SUFFIX)


def prepare(db: Database, out: Path, now: datetime, _job: Job) -> Parcel:
    """Write it, and read it again. Raises StorageProblem."""
    return prepare_move(db, out, now)


def tell(page: Page, parcel: Parcel) -> None:
    """Say that it is done, and what comes next on either computer."""
    people = french.plural(parcel.contents.people, "apprenant")
    records = french.plural(parcel.contents.records, "fiche")
    dialogs.inform(
        page,
        f"«{NBSP}{parcel.file.name}{NBSP}» est prêt, relu et vérifié{NBSP}: {people} et {records}.",
        "Sur l’autre ordinateur, ouvrez GEN Desktop et prenez «\u00a0J’arrive d’un autre ordinateur\u00a0».\n"
        "À partir de là, travaillez seulement là-bas. Le fichier d’ici reste à sa place, mais ce qui y "
        "serait encore saisi ne suivrait pas.",
    )
