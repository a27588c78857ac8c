"""A report signed with the organisation's certificate, and signatures that no longer hold."""

from __future__ import annotations

import datetime as dt
import io

import pikepdf
import pytest

from gen_desktop.errors import InvalidInput, StorageProblem
from gen_desktop.reports import signing
from gen_desktop.reports.signing import open_certificate, signature_holds
from tests.certificates import FIRST, LAST, OWNER, PASSWORD, make_certificate
from tests.reports.pdf_checks import assert_checkers_agree
from tests.reports.test_figures_json import embedded

TODAY = dt.date(2026, 11, 26)


@pytest.fixture(scope="module")
def certificate():
    return make_certificate()


@pytest.fixture(scope="module")
def signed(center, certificate):
    return open_certificate(certificate, PASSWORD, TODAY).sign(center.follow_up.data)


def test_a_signature_covers_the_whole_report_which_keeps_its_bytes(center, signed):
    assert signed.signer == OWNER
    assert signed.data.startswith(center.follow_up.data)
    assert signature_holds(signed.data) is True
    assert signature_holds(center.follow_up.data) is False
    assert embedded(signed.data) == embedded(center.follow_up.data)


def test_a_signed_report_is_sound_and_accessible_still(signed):
    with pikepdf.open(io.BytesIO(signed.data)) as pdf:
        assert pdf.check_pdf_syntax() == []
        (field,) = pdf.Root.AcroForm.Fields
        assert str(field.V.SubFilter) == "/ETSI.CAdES.detached"
        with pdf.open_metadata() as xmp:
            assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("3", "A")
    # The field of the signature has no size: there is nothing of it to be read on a page.
    assert_checkers_agree(signed.data, tolerate={"TBL-010", "FRM-003"})


@pytest.mark.parametrize("where", ["inside", "after"])
def test_a_change_after_the_signature_is_seen(signed, where):
    data = bytearray(signed.data)
    if where == "inside":
        at = data.index(b"stream\n") + 20
        data[at] ^= 1
    else:
        data += b"\n% ajout"
    assert signature_holds(bytes(data)) is False


@pytest.mark.parametrize(
    ("password", "today", "field", "said"),
    [
        ("autre", TODAY, "password", "mot de passe"),
        ("", TODAY, "password", "mot de passe"),
        (PASSWORD, LAST + dt.timedelta(days=1), "certificate", "expiré le 31/12/2099"),
        (PASSWORD, FIRST - dt.timedelta(days=1), "certificate", "à partir du 01/01/2020"),
    ],
)
def test_what_cannot_sign_is_said_at_its_field(certificate, password, today, field, said):
    with pytest.raises(InvalidInput, match=said) as refused:
        open_certificate(certificate, password, today)
    assert [problem.field for problem in refused.value.problems] == [field]


@pytest.mark.parametrize("data", [b"", b"un texte", b"\x30\x82\x00\x00", b"%PDF-1.7"])
def test_another_kind_of_file_is_said(data):
    with pytest.raises(InvalidInput, match="PKCS#12"):
        open_certificate(data, PASSWORD, TODAY)


def test_a_file_without_a_key_is_said():
    with pytest.raises(InvalidInput, match="clé privée"):
        open_certificate(make_certificate(with_key=False), PASSWORD, TODAY)


def test_a_certificate_without_a_password_signs_too(center):
    made = open_certificate(make_certificate(""), "", TODAY).sign(center.evaluation.data)
    assert signature_holds(made.data) is True


def test_without_the_module_it_is_said_and_nothing_is_claimed(certificate, signed, monkeypatch):
    monkeypatch.setattr(signing, "is_available", lambda: False)
    with pytest.raises(StorageProblem, match="pyHanko"):
        open_certificate(certificate, PASSWORD, TODAY)
    assert signature_holds(signed.data) is None
