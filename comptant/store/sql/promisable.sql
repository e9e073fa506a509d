-- One row per invoice that a buyer owes (open, or taken by the guarantee) and that is named, the
-- oldest first, with the promise that already is about it, whose last day is to come and of which a
-- part is still to be paid.
SELECT i.id AS invoice_id, i.currency, i.due_on,
    i.open_cents + coalesce(g.owed_cents, 0) AS open_cents,
    (SELECT max(p.id) FROM promise_line l
     JOIN promise p ON p.contract_id = l.contract_id AND p.id = l.promise_id
     WHERE l.contract_id = i.contract_id AND l.invoice_id = i.id
        AND NOT EXISTS (SELECT FROM promise_end e WHERE e.contract_id = p.contract_id
            AND e.promise_id = p.id)
        AND EXISTS (SELECT FROM promise_instalment t WHERE t.contract_id = p.contract_id
            AND t.promise_id = p.id AND t.due_on >= %(on)s)
        AND EXISTS (SELECT FROM promise_line x
            JOIN invoice v ON v.contract_id = x.contract_id AND v.id = x.invoice_id
            LEFT JOIN guarantee_owed w ON w.contract_id = v.contract_id AND w.invoice_id = v.id
            WHERE x.contract_id = p.contract_id AND x.promise_id = p.id AND x.promised_cents
                > x.open_cents - v.open_cents - coalesce(w.owed_cents, 0))) AS promise_id
FROM invoice i
LEFT JOIN guarantee_owed g ON g.contract_id = i.contract_id AND g.invoice_id = i.id
WHERE i.contract_id = %(contract_id)s AND i.buyer_id = %(buyer_id)s
    AND i.open_cents + coalesce(g.owed_cents, 0) > 0 AND i.amount_cents > 0
    AND i.id = ANY (%(invoice_ids)s)
ORDER BY i.due_on, i.id
