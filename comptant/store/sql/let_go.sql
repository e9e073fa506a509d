-- One row per document whose invoice is withdrawn: held no more, or, charged back before, again
-- what it was then.
WITH gone AS (
    SELECT h.fingerprint, b.contract_id AS before_contract_id, b.id AS before_id
    FROM held h JOIN invoice i ON i.contract_id = h.contract_id AND i.id = h.invoice_id
    LEFT JOIN LATERAL (
        SELECT t.contract_id, t.id FROM invoice t
        WHERE t.number_key = i.number_key AND t.fingerprint = i.fingerprint
            AND (t.contract_id, t.id) <> (i.contract_id, i.id)
            AND EXISTS (SELECT FROM movement m JOIN entry e ON e.contract_id = m.contract_id
                AND e.id = m.entry_id
                WHERE m.contract_id = t.contract_id AND m.item_id = t.id AND m.account = 'DEB'
                    AND e.event = 'reassignment'
                    AND e.reverses_id IS NULL AND NOT EXISTS (
                        SELECT FROM entry r JOIN movement n ON n.contract_id = r.contract_id
                            AND n.entry_id = r.id
                        WHERE r.contract_id = e.contract_id AND r.reverses_id = e.id
                            AND n.item_id = t.id))
        ORDER BY t.id DESC LIMIT 1
    ) b ON true
    WHERE h.contract_id = %(contract_id)s AND h.invoice_id = ANY (%(ids)s::bigint[])
), back AS (
    UPDATE held h SET contract_id = g.before_contract_id, invoice_id = g.before_id,
        returned_for = 'reassigned'
    FROM gone g WHERE g.before_id IS NOT NULL AND h.fingerprint = g.fingerprint
)
DELETE FROM held h USING gone g WHERE g.before_id IS NULL AND h.fingerprint = g.fingerprint
