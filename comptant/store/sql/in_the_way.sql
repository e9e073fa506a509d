-- One row per invoice asked for, with the entry that took something off it, that something done
-- since keeps from being owed again: what it is. Of the guarantee counts what came after the entry.
SELECT DISTINCT w.contract_id, w.invoice_id, i.invoice_number,
    coalesce(h.returned_for IS NULL
        AND (h.contract_id, h.invoice_id) <> (w.contract_id, w.invoice_id),
        false) AS is_assigned_again,
    coalesce(h.returned_for IS NOT NULL
        OR (h.contract_id, h.invoice_id) <> (w.contract_id, w.invoice_id),
        false) AS is_given_back,
    g.invoice_id IS NOT NULL AS is_guaranteed
FROM unnest(%(contract_id)s::bigint[], %(invoice_id)s::bigint[], %(entry_id)s::bigint[])
    w (contract_id, invoice_id, entry_id)
JOIN invoice i ON i.contract_id = w.contract_id AND i.id = w.invoice_id
LEFT JOIN held h ON h.fingerprint = i.fingerprint
LEFT JOIN guarantee g ON g.contract_id = w.contract_id AND g.invoice_id = w.invoice_id
    AND g.entry_id > w.entry_id
WHERE g.invoice_id IS NOT NULL OR h.returned_for IS NOT NULL
    OR (h.contract_id, h.invoice_id) <> (w.contract_id, w.invoice_id)
ORDER BY w.contract_id, w.invoice_id
