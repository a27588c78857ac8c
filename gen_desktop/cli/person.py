"""How a command is told of whom it is: by the number of the record, or by the name."""

from __future__ import annotations

from gen_desktop import french
from gen_desktop.db.database import Database
from gen_desktop.errors import Conflict, NotFound
from gen_desktop.french import NBSP
from gen_desktop.models.ids import number_in
from gen_desktop.queries.person_data import is_person, people_called


def found_person(db: Database, person: str) -> int:
    """The person of that number, or of that name. Raises NotFound, Conflict with the list of several."""
    number = number_in(person)
    with db.read() as session:
        if number is not None and is_person(session, number):
            return number
        found = people_called(session, person)
    if number is not None and not found:
        raise NotFound(f"Aucune personne n’a de fiche n°{NBSP}{number} dans ce fichier.")
    if not found:
        raise NotFound(f"Personne ne s’appelle «{NBSP}{person}{NBSP}» dans ce fichier.")
    if len(found) > 1:
        lines = [
            f"  {learner_id}  {name}, naissance{NBSP}: {french.short_date(born)}"
            for learner_id, name, born in found
        ]
        raise Conflict(
            "\n".join([f"Plusieurs personnes ont ce nom{NBSP}: donnez le numéro de la fiche.", *lines])
        )
    return found[0][0]
