-- One row per invoice of a contract that a buyer owed on the day of its judgment and that is the
-- factor's still: what was owed of it then, taken over by the guarantee or not, with its days.
SELECT i.id AS invoice_id, i.invoice_number, i.issued_on, i.due_on, i.currency, i.amount_cents,
    (o.owed_cents - r.paid_cents)::bigint AS owed_then_cents, i.due_on <= %(judged_on)s AS is_due,
    EXISTS (SELECT FROM dispute d CROSS JOIN LATERAL (SELECT sum(s.amount_cents) AS left_cents
        FROM dispute_step s WHERE s.contract_id = d.contract_id AND s.dispute_id = d.id) s
        WHERE d.contract_id = i.contract_id AND d.invoice_id = i.id AND s.left_cents > 0)
        AS is_disputed
FROM invoice i
CROSS JOIN LATERAL (  -- the guarantee moves a debt, and does not pay it
    SELECT coalesce(sum(m.amount_cents), 0) AS owed_cents
    FROM movement m
    JOIN entry e ON e.contract_id = m.contract_id AND e.id = m.entry_id
    WHERE m.contract_id = i.contract_id AND m.item_id = i.id AND m.account = 'DEB'
        AND e.event <> 'guarantee_taken'
        AND (e.value_on <= %(judged_on)s OR e.event IN ('reassignment', 'withdrawal'))
) o
CROSS JOIN LATERAL (
    SELECT coalesce(sum(m.amount_cents), 0) AS paid_cents
    FROM guarantee g
    JOIN payment p ON p.contract_id = g.contract_id AND p.buyer_id = g.buyer_id
    JOIN movement m ON m.contract_id = p.contract_id AND m.item_id = p.id AND m.account = 'UNAL'
        AND m.against_id = g.invoice_id
    JOIN entry e ON e.contract_id = m.contract_id AND e.id = m.entry_id AND e.event = 'recovery'
        AND e.value_on <= %(judged_on)s
    WHERE g.contract_id = i.contract_id AND g.invoice_id = i.id
) r
WHERE i.contract_id = %(contract_id)s AND i.buyer_id = %(buyer_id)s AND i.amount_cents > 0
    AND o.owed_cents > r.paid_cents
ORDER BY i.due_on, i.id
