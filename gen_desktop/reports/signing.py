"""Signs a finished report with the organisation's certificate (PKCS#12), and tells whether a signature holds.

The signature is PAdES (ETSI EN 319 142-1, baseline B), applied last and without any network: it proves who
signed and that nothing changed since; no authority vouches for the moment. It needs pyHanko, the extra
« signing ».
"""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from gen_desktop.errors import InvalidInput, StorageProblem
from gen_desktop.french import NBSP, short_date
from gen_desktop.models.submitted_report import Signed

if TYPE_CHECKING:
    from pyhanko.sign.signers import SimpleSigner

FIELD = "Signature"
NOT_INSTALLED = (
    f"La signature demande le module pyHanko, qui n’est pas installé ici{NBSP}: le rapport peut être remis "
    "sans signature."
)
_NO_CERTIFICATE = "Ce fichier n’est pas un certificat PKCS#12 (.p12 ou .pfx)."
_NO_KEY = "Ce fichier n’a pas de clé privée\u00a0: il ne peut pas signer."
_WRONG_PASSWORD = "Ce n’est pas le mot de passe de ce certificat."


def is_available() -> bool:
    """Whether this computer can sign."""
    return find_spec("pyhanko") is not None


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate that can sign, open. ``owner``: whose it is, as it says."""

    owner: str
    _signer: SimpleSigner

    def sign(self, data: bytes) -> Signed:
        """The PDF with a signature added at its end; what was there before keeps its bytes."""
        from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
        from pyhanko.sign import signers
        from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter

        told = signers.PdfSignatureMetadata(
            field_name=FIELD,
            subfilter=SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
            name=self.owner,
        )
        place = SigFieldSpec(FIELD, readable_field_name=f"Signature de {self.owner}")
        signer = signers.PdfSigner(told, self._signer, new_field_spec=place)
        out = signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(data)))
        return Signed(out.getvalue(), self.owner)


def open_certificate(data: bytes, password: str, today: dt.date) -> Certificate:
    """Open a PKCS#12 file to sign with it. Raises as ``check_certificate``."""
    certificate = check_certificate(data, password, today)
    from pyhanko.sign.signers import SimpleSigner

    signer = SimpleSigner.load_pkcs12_data(data, other_certs=[], passphrase=password.encode() or None)
    if signer is None:
        raise InvalidInput.one("certificate", _NO_CERTIFICATE)
    return Certificate(_owner(certificate), signer)


def check_certificate(data: bytes, password: str, today: dt.date) -> Any:
    """The certificate of a PKCS#12 file that can sign that day. Raises StorageProblem without pyHanko.

    Raises InvalidInput about the fields ``certificate`` (another kind of file, without a key, expired, not
    yet valid) and ``password``.
    """
    if not is_available():
        raise StorageProblem(NOT_INSTALLED)
    certificate = _certificate_inside(data, password)
    first, last = certificate.not_valid_before_utc.date(), certificate.not_valid_after_utc.date()
    if today > last:
        raise InvalidInput.one("certificate", f"Ce certificat a expiré le {short_date(last)}.")
    if today < first:
        raise InvalidInput.one("certificate", f"Ce certificat ne vaut qu’à partir du {short_date(first)}.")
    return certificate


def signature_holds(data: bytes) -> bool | None:
    """Whether a PDF bears an unbroken signature of all of it; None where that cannot be looked at."""
    if not is_available():
        return None
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    reader = PdfFileReader(io.BytesIO(data))
    for signature in reader.embedded_signatures:
        # Whether an authority knows the certificate is for whoever receives the report to judge.
        trusted = ValidationContext(trust_roots=[signature.signer_cert], allow_fetching=False)
        found = validate_pdf_signature(signature, trusted)
        covers = found.coverage == SignatureCoverageLevel.ENTIRE_FILE
        return bool(found.intact and found.valid and covers)
    return False


def _certificate_inside(data: bytes, password: str) -> Any:
    from cryptography.hazmat.primitives.serialization import pkcs12

    if not data.startswith(b"\x30"):  # a sequence of ASN.1, as every PKCS#12 file begins
        raise InvalidInput.one("certificate", _NO_CERTIFICATE)
    try:
        key, certificate, _others = pkcs12.load_key_and_certificates(data, password.encode() or None)
    except ValueError as error:
        wrong = "password" in str(error).lower() or "mac" in str(error).lower()
        field, sentence = ("password", _WRONG_PASSWORD) if wrong else ("certificate", _NO_CERTIFICATE)
        raise InvalidInput.one(field, sentence) from error
    if key is None or certificate is None:
        raise InvalidInput.one(
            "certificate", "Ce fichier n’a pas de clé privée\u00a0: il ne peut pas signer."
        )
    return certificate


def _owner(certificate: Any) -> str:
    """« Numérique en Morvan », as the certificate names its owner."""
    from cryptography.x509 import NameOID

    for kind in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        if named := certificate.subject.get_attributes_for_oid(kind):
            return str(named[0].value)
    return str(certificate.subject.rfc4514_string())
