"""The register of complaints as a table: every line, nobody named."""

from __future__ import annotations

import csv
import datetime as dt

from gen_desktop.exporting.complaint_list import TITLES, write_complaint_list
from gen_desktop.models.complaint import ComplaintFacts
from gen_desktop.services.complaints import record_complaint
from tests.classroom import make_classroom

DAY = dt.date(2026, 11, 23)


def test_every_line_is_there_without_the_name(db, tmp_path) -> None:
    room = make_classroom(db)
    own = ComplaintFacts(DAY, "learner", "Inès Aubert n’a rien reçu", enrollment_id=room.enrollments[0])
    other = ComplaintFacts(DAY, "company", "=1+1", answer="Répondu ; deux fois", closed_on=DAY)
    for facts in (own, other):
        record_complaint(db, facts, DAY)
    path = tmp_path / "registre.csv"
    assert write_complaint_list(db, path, DAY) == 2
    text = path.read_text(encoding="utf-8-sig")
    assert "Aubert" not in text
    titles, first, second = csv.reader(text.splitlines(), delimiter=";")
    assert tuple(titles) == TITLES
    assert first[:5] == ["2026-01", "2026-11-23", "Apprenant", "DWWM 2026-2", "[nom] [nom] n’a rien reçu"]
    assert (second[7], second[11]) == ("Répondu ; deux fois", "2026-11-23")
    assert not second[4].startswith("=")
