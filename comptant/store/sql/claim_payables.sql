-- One row: how many payables bought were claimed: none of them can be bought again, as an invoice
-- or a payable, under any contract.
WITH claimed AS (
    INSERT INTO held (fingerprint, contract_id, invoice_id)
    SELECT payable_fingerprint(d.supplier_id, d.buyer_id, d.number_key, d.issued_on,
        d.amount_cents) AS fingerprint, d.contract_id, d.payable_id
    FROM unnest(%(supplier_id)s::bigint[], %(buyer_id)s::bigint[], %(number_key)s::text[],
        %(issued_on)s::date[], %(amount_cents)s::bigint[],
        %(contract_id)s::bigint[], %(payable_id)s::bigint[])
        d (supplier_id, buyer_id, number_key, issued_on, amount_cents, contract_id, payable_id)
    ORDER BY fingerprint
    ON CONFLICT (fingerprint) DO UPDATE
        SET contract_id = EXCLUDED.contract_id, invoice_id = EXCLUDED.invoice_id,
        returned_for = NULL
        WHERE held.returned_for IS NOT NULL
            OR (held.contract_id, held.invoice_id) = (EXCLUDED.contract_id, EXCLUDED.invoice_id)
    RETURNING fingerprint
)
SELECT count(*) AS claimed FROM claimed
