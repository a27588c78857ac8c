"""Where somebody lived at an entry: rural zoning and QPV, each with its vintage, its date and its method."""

from __future__ import annotations

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import InvalidInput, NotFound, Problem
from gen_desktop.models.enrollment import TERRITORY, Enrollment, EntryFacts, facts_problems
from gen_desktop.services.enrollments import name_of


def record_territory(db: Database, enrollment_id: int, facts: EntryFacts) -> Change:
    """Write what ``facts`` say of the territory; the other facts stay. Raises InvalidInput, NotFound."""
    name = f"Territoire de {name_of(db, enrollment_id)}"
    problems = [problem for problem in facts_problems(facts) if problem.field in TERRITORY]
    if facts.qpv_code is not None and not facts.in_qpv:
        problems.append(Problem("qpv_code", "Un quartier est choisi, mais la personne n’habite pas un QPV."))
    if problems:
        raise InvalidInput(*problems)
    with db.write(name) as session:
        enrollment = session.get(Enrollment, enrollment_id)
        if enrollment is None:
            raise NotFound("Cette inscription n’est plus dans le fichier.")
        for column in TERRITORY:
            if getattr(enrollment, column) != getattr(facts, column):
                setattr(enrollment, column, getattr(facts, column))
    return Change(frozenset({"enrollment"}), frozenset({enrollment_id}), name)
