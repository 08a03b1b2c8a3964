"""Signs a PDF with pyHanko, as somebody does who knows no other tool.

Arguments: the file, where to put it, a key and a certificate in PEM, and the field:
one that is there, or a new one that is seen on the first page.
"""

import sys

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigFieldSpec, enumerate_sig_fields
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner


def main(source, target, key, certificate, field):
    signer = signers.SimpleSigner.load(key, certificate)
    with open(source, "rb") as file:
        writer = IncrementalPdfFileWriter(file)
        there = field in [name for name, *_ in enumerate_sig_fields(writer)]
        spec = None if there else SigFieldSpec(field, on_page=0, box=(60, 60, 260, 120))
        with open(target, "wb") as out:
            PdfSigner(PdfSignatureMetadata(field_name=field), signer, new_field_spec=spec).sign_pdf(
                writer, existing_fields_only=there, output=out
            )


main(*sys.argv[1:])
