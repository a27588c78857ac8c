"""The purposes of the register: those of the domain research, each with all that a sheet needs."""

from __future__ import annotations

from gen_desktop.reference.processing import purposes


def test_the_purposes_of_the_domain_research():
    assert [purpose.code for purpose in purposes()] == [
        *("enrollment", "proof", "pay", "placement", "adaptation"),
        *("satisfaction", "reports_of_violence", "log"),
    ]
    outside = {purpose.code for purpose in purposes() if not purpose.in_program}
    assert outside == {"satisfaction", "reports_of_violence"}


def test_every_sheet_is_whole():
    for one in purposes():
        for text in (one.name, one.purpose, one.basis, one.people, one.data, one.recipients, one.source):
            assert text
            assert "'" not in text
        assert one.retention or one.by_settings
        assert one.by_settings == one.in_program
