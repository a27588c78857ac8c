"""The list of communes against itself, and against a few facts known to all."""

from __future__ import annotations

import subprocess
import sys

from gen_desktop.reference.communes import communes, find_commune


def test_each_code_is_of_one_commune() -> None:
    codes = [commune.code for commune in communes()]
    former = [code for commune in communes() for code, _name in commune.former]
    assert codes == sorted(set(codes))
    assert len(codes) == 35_014
    assert len(former) == len(set(former)) == 4_240
    assert not set(codes) & set(former)


def test_codes_are_whole() -> None:
    """No zero was lost on the way."""
    assert all(len(commune.code) == 5 for commune in communes())
    assert all(len(code) == 5 and code.isdecimal() for one in communes() for code in one.postal_codes)
    assert all(len(code) == 5 for commune in communes() for code, _name in commune.former)


def test_a_district_has_its_commune() -> None:
    districts = [commune for commune in communes() if commune.parent]
    assert len(districts) == 45
    assert {one.city for one in districts} == {"Paris", "Lyon", "Marseille"}


def test_a_former_commune_leads_to_the_present_one() -> None:
    cherbourg = find_commune("50129")
    assert cherbourg is not None
    assert cherbourg.name == "Cherbourg-en-Cotentin"
    assert find_commune("50173") is cherbourg  # Équeurdreville-Hainneville
    assert find_commune("99999") is None
    assert find_commune(None) is None


def test_nothing_is_read_before_the_first_question() -> None:
    program = (
        "from gen_desktop.reference import communes as made;"
        "from gen_desktop.models import commune_search;"
        "print(made.communes.cache_info().currsize)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"
