-- One row per document claimed: from now on it cannot be bought again, by this contract or another.
WITH claimed AS (
    INSERT INTO held (fingerprint, contract_id, invoice_id)
    SELECT fingerprint, contract_id, id FROM invoice
    WHERE contract_id = %(contract_id)s AND id = ANY (%(ids)s::bigint[])
    ORDER BY fingerprint
    ON CONFLICT DO NOTHING
    RETURNING fingerprint
)
SELECT count(*) AS claimed FROM claimed
