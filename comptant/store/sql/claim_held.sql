-- One row per document claimed: from now on it cannot be bought again, by this contract or another.
WITH claimed AS (
    INSERT INTO held (fingerprint, contract_id, invoice_id)
    SELECT fingerprint, contract_id, invoice_id
    FROM unnest(%(fingerprint_text)s::uuid[], %(contract_id)s::bigint[], %(invoice_id)s::bigint[])
        AS d (fingerprint, contract_id, invoice_id)
    ORDER BY fingerprint
    ON CONFLICT DO NOTHING
    RETURNING fingerprint
)
SELECT count(*) AS claimed FROM claimed
