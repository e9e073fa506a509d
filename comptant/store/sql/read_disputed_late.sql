-- One row per contract, buyer and currency: what is disputed, within what is open, of invoices past
-- due on a day, of a contract (null: of all).
SELECT i.contract_id, i.buyer_id, i.currency,
    sum(least(s.cents, greatest(i.open_cents, 0)))::bigint AS disputed_cents
FROM invoice i
JOIN (SELECT d.contract_id, d.invoice_id, sum(t.amount_cents)::bigint AS cents
    FROM dispute d JOIN dispute_step t ON t.contract_id = d.contract_id AND t.dispute_id = d.id
        AND t.step_on <= %(on)s
    WHERE d.disputed_on <= %(on)s
        AND (%(contract_id)s::bigint IS NULL OR d.contract_id = %(contract_id)s)
    GROUP BY d.contract_id, d.invoice_id) s ON s.contract_id = i.contract_id
    AND s.invoice_id = i.id AND s.cents > 0
WHERE i.due_on < %(on)s AND i.open_cents > 0
GROUP BY i.contract_id, i.buyer_id, i.currency
ORDER BY i.contract_id, i.buyer_id
