-- One row per contract, buyer, currency and due day of open invoices, and day on which what is held
-- or promised of them comes (`comes_on`; null: nothing is): what is disputed, in hand and promised.
-- What the guarantee has taken of them is told too. A day that is over tells what was disputed
-- then, and nothing more.
SELECT a.contract_id, a.buyer_id, a.currency, a.due_on, sum(a.disputed_cents)::bigint
    AS disputed_cents, sum(a.in_hand_cents)::bigint AS in_hand_cents,
    sum(a.promised_cents)::bigint AS promised_cents,
    sum(a.held_cents + a.promised_cents)::bigint AS coming_cents, a.comes_on,
    coalesce(sum(g.owed_cents), 0)::bigint AS guaranteed_cents
FROM to_ask(%(contract_ids)s::bigint[], NULL, %(on)s::date) a
LEFT JOIN guarantee_owed g ON g.contract_id = a.contract_id AND g.invoice_id = a.invoice_id
WHERE %(on)s::date >= reading_on()
GROUP BY a.contract_id, a.buyer_id, a.currency, a.due_on, a.comes_on
UNION ALL
SELECT i.contract_id, i.buyer_id, i.currency, i.due_on,
    sum(least(s.cents, i.open_cents))::bigint, 0, 0, 0, NULL, 0
FROM invoice i
JOIN (SELECT d.contract_id, d.invoice_id, sum(t.amount_cents)::bigint AS cents
    FROM dispute d JOIN dispute_step t ON t.contract_id = d.contract_id AND t.dispute_id = d.id
        AND t.step_on <= %(on)s
    WHERE d.disputed_on <= %(on)s AND %(on)s::date < reading_on()
        AND (%(contract_ids)s::bigint[] IS NULL OR d.contract_id = ANY (%(contract_ids)s))
    GROUP BY d.contract_id, d.invoice_id) s ON s.contract_id = i.contract_id
    AND s.invoice_id = i.id AND s.cents > 0
WHERE i.open_cents > 0
GROUP BY i.contract_id, i.buyer_id, i.currency, i.due_on
ORDER BY 1, 2, 3, 4, 9
