"""What is shipped says how much it is, and of when."""

from __future__ import annotations

from gen_desktop.reference.bundled import bundled


def test_each_set_of_data_says_its_state() -> None:
    found = {one.name: one for one in bundled()}
    communes = found["Communes et codes postaux"]
    assert (communes.content, communes.state) == ("34\u202f969 communes", "Code officiel géographique 2026")
    assert found["Objectifs des appels à projets"].state == "Dernier changement\u00a0: 01/04/2018"
    assert found["Contrôles des rapports"].content == "73 règles"
    assert all(one.content and one.state and one.source for one in found.values())
