"""Has pyHanko validate the signatures of PDFs, offline.

Arguments: the trusted root, then revocation lists, all in DER. A line of standard
input for each file: the level of its signatures (B-LTA), a tab, its path. Files of
B-B and B-T carry no revocation data, so only they are given the lists.

A line of standard output for each signature, tabs between: path, field, "passed" or
"failed", and what pyHanko said. A signature has passed if it is valid, at B-LT and
B-LTA with the data of the file alone, at B-LTA by AdES validation, and pyHanko finds
no change behind it but further signatures and long-term data.
"""

import asyncio
import logging
import sys

from asn1crypto import crl
from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import ades, async_validate_pdf_signature
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.policy_decl import (
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager

ALLOWED = (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES, ModificationLevel.FORM_FILLING)


async def basic(signature, root, lists, level):
    settings = {"trust_roots": [root], "allow_fetching": False, "revocation_mode": "require"}
    if level == "B-LT":
        context = DocumentSecurityStore.read_dss(signature.reader).as_validation_context(settings)
    else:
        context = ValidationContext(crls=lists, **settings)
    status = await async_validate_pdf_signature(signature, signer_validation_context=context)
    return status.bottom_line, status.summary()


async def lasting(signature, root):
    policy = CertValidationPolicySpec(
        trust_manager=SimpleTrustManager.build(trust_roots=[root]), revinfo_policy=CertRevTrustPolicy(REQUIRE_REVINFO)
    )
    spec = PdfSignatureValidationSpec(
        SignatureValidationSpec(
            cert_validation_policy=policy, revinfo_gathering_policy=RevocationInfoGatheringSpec(RevinfoOnlineFetchingRule.LOCAL_ONLY)
        )
    )
    result = await ades.ades_lta_validation(signature, spec)
    signature.compute_integrity_info()
    return str(result.ades_subindic) == "AdESPassed.OK", f"{result.ades_subindic} {result.failure_msg or ''}"


async def judge(signature, root, lists, level):
    if level == "B-LTA":
        passed, said = await lasting(signature, root)
    else:
        passed, said = await basic(signature, root, lists, level)
    difference = signature.diff_result
    found = getattr(difference, "modification_level", difference)
    permitted = signature.summarise_integrity_info()["docmdp_ok"]
    said = f"{said} {found} docmdp_ok={permitted}"
    return passed and permitted is not False and (found is None or found in ALLOWED), said


async def main():
    logging.disable(logging.ERROR)
    root = load_cert_from_pemder(sys.argv[1])
    lists = []
    for name in sys.argv[2:]:
        with open(name, "rb") as f:
            lists.append(crl.CertificateList.load(f.read()))
    for line in sys.stdin:
        level, path = line.rstrip("\n").split("\t", 1)
        field = ""
        try:
            with open(path, "rb") as f:
                signatures = PdfFileReader(f).embedded_regular_signatures
                if not signatures:
                    say(path, field, False, "no signature")
                for signature in signatures:
                    field = signature.field_name
                    say(path, field, *await judge(signature, root, lists, level))
        except Exception as e:  # whatever it is, what remains has not passed
            say(path, field, False, f"{type(e).__name__}: {e}")


def say(path, field, passed, said):
    print(path, field, "passed" if passed else "failed", " ".join(said.split()), sep="\t", flush=True)


asyncio.run(main())
