-- One row: how many documents were claimed; from now on they cannot be bought again, by this
-- contract or another. One that was charged back may be claimed once more.
WITH claimed AS (
    INSERT INTO held (fingerprint, contract_id, invoice_id)
    SELECT fingerprint, contract_id, invoice_id
    FROM unnest(%(fingerprint_text)s::uuid[], %(contract_id)s::bigint[], %(invoice_id)s::bigint[])
        AS d (fingerprint, contract_id, invoice_id)
    ORDER BY fingerprint
    ON CONFLICT (fingerprint) DO UPDATE
        SET contract_id = EXCLUDED.contract_id, invoice_id = EXCLUDED.invoice_id,
            returned_for = NULL
        WHERE held.returned_for IS NOT NULL
    RETURNING fingerprint
)
SELECT count(*) AS claimed FROM claimed
