-- One row per document of an invoice that was examined.
SELECT d.contract_id, d.invoice_id, d.producer, d.is_rewritten, d.revision_count, d.font_count,
    d.pdf_cents, d.xml_cents
FROM examined_document d JOIN act t ON t.id = d.act_id
WHERE d.contract_id = ANY (%(contract_ids)s::bigint[])
    AND t.on_date BETWEEN %(from_on)s::date AND %(on)s::date
ORDER BY d.contract_id, d.id
