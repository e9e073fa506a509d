-- One row per invoice and credit note of contracts that is open or was issued since a day: when it
-- was paid off, and what of it was ever disputed.
SELECT i.contract_id, k.client_id, i.buyer_id, i.id AS invoice_id, i.currency, i.issued_on,
    i.due_on, i.amount_cents AS gross_cents, greatest(i.open_cents, 0) AS open_cents,
    CASE WHEN i.open_cents = 0 AND i.amount_cents > 0 THEN (
        SELECT max(e.value_on) FROM movement m
        JOIN entry e ON e.contract_id = m.contract_id AND e.id = m.entry_id
            AND e.event IN ('allocation', 'direct_payment')
        WHERE m.contract_id = i.contract_id AND m.item_id = i.id AND m.account = 'DEB'
            AND m.amount_cents < 0) END AS paid_on,
    coalesce(d.disputed_cents, 0)::bigint AS disputed_cents, d.disputed_on
FROM contract k
JOIN invoice i ON i.contract_id = k.id
LEFT JOIN LATERAL (
    SELECT sum(s.amount_cents) AS disputed_cents, max(o.disputed_on) AS disputed_on
    FROM dispute o
    JOIN dispute_step s ON s.contract_id = o.contract_id AND s.dispute_id = o.id
        AND s.kind = 'OPENED'
    WHERE o.contract_id = i.contract_id AND o.invoice_id = i.id AND o.disputed_on <= %(on)s::date
) d ON true
WHERE k.id = ANY (%(contract_ids)s::bigint[]) AND NOT k.is_house
    AND (i.issued_on >= %(from_on)s::date OR i.open_cents > 0) AND i.issued_on <= %(on)s::date
ORDER BY i.contract_id, i.id
