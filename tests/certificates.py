"""Certificates of an invented organisation, made for a test."""

from __future__ import annotations

import datetime as dt

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    KeySerializationEncryption,
    NoEncryption,
    pkcs12,
)

OWNER = "Numérique en Morvan"
PASSWORD = "un château, deux rivières"
FIRST, LAST = dt.date(2020, 1, 1), dt.date(2099, 12, 31)


def make_certificate(password: str = PASSWORD, *, with_key: bool = True) -> bytes:
    """A PKCS#12 file, signed by itself, valid from FIRST to LAST."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, OWNER)])
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(dt.datetime.combine(FIRST, dt.time()))
        .not_valid_after(dt.datetime.combine(LAST, dt.time(12)))
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    closed: KeySerializationEncryption = (
        BestAvailableEncryption(password.encode()) if password else NoEncryption()
    )
    if not with_key:
        return pkcs12.serialize_key_and_certificates(None, None, None, [certificate], closed)
    return pkcs12.serialize_key_and_certificates(b"signature", key, certificate, None, closed)
