"""The document of an invoice is examined: what the PDF tells of itself is kept, and the next watch
on fraud judges it. Source: DOMAIN §10, FR-19."""

import hashlib
from dataclasses import asdict

from comptant.formats.forensics import NoPdf, examine
from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.acts.documents import keep_document


@operation
def examine_document(
    do: Act, *, contract_id: int, invoice_id: int, file_name: str, content: bytes,
    printed_cents: int | None,
) -> Answer:  # fmt: skip
    """Keep the PDF of an invoice and what it tells of itself; `printed_cents`: the total that it
    shows (None: what was assigned), against that of its data.

    Refused: contract_unknown, subject_unknown, document_not_pdf.
    """
    try:
        seen = asdict(examine(content))
    except NoPdf:
        raise Refused("document_not_pdf", file=file_name) from None
    lock_contracts(do, [contract_id])
    found = do.conn.execute(
        "SELECT amount_cents FROM invoice WHERE contract_id = %s AND id = %s",
        (contract_id, invoice_id),
    ).fetchone()
    if found is None:
        raise Refused("subject_unknown", subject="INVOICE", subject_id=invoice_id)
    digest = hashlib.sha256(content).digest()
    keep_document(do, digest, file_name, "application/pdf", content, contract_id)
    kept = {**seen, "pdf_cents": found[0] if printed_cents is None else printed_cents}
    do.conn.execute(
        """INSERT INTO examined_document (contract_id, invoice_id, digest, producer, is_rewritten,
               revision_count, font_count, pdf_cents, xml_cents, act_id)
           VALUES (%(contract_id)s, %(invoice_id)s, %(digest)s, %(producer)s, %(is_rewritten)s,
               %(revision_count)s, %(font_count)s, %(pdf_cents)s, %(xml_cents)s, %(act_id)s)""",
        {**kept, "contract_id": contract_id, "invoice_id": invoice_id, "digest": digest,
         "act_id": do.id},
    )  # fmt: skip
    return {"contract_id": contract_id, "invoice_id": invoice_id, "digest": digest.hex(), **kept}
