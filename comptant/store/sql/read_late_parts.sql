-- One row per part of an invoice of a contract (null: of every contract) that was paid after its
-- due day, or is owed after it on a day and not in hand: what is costs until it is put on it. What
-- the guarantee has taken is owed and paid as before.
SELECT x.contract_id, x.id AS invoice_id, k.number AS contract_number, i.invoice_number,
    i.buyer_id, b.name AS buyer_name, p.kind = 'PUBLIC' AS buyer_is_public, i.currency, i.due_on,
    x.paid_on, x.part_kind, x.part_cents
FROM (
    SELECT a.contract_id, a.invoice_id AS id, 'OPEN' AS part_kind, %(on)s::date AS paid_on,
        a.open_cents - a.in_hand_cents AS part_cents
    FROM to_ask(CASE WHEN %(contract_id)s::bigint IS NOT NULL
        THEN ARRAY[%(contract_id)s::bigint] END, NULL, %(on)s::date) a
    WHERE a.open_cents > a.in_hand_cents
    UNION ALL
    SELECT v.contract_id, v.id, 'PAID', v.paid_on, sum(v.cents)::bigint FROM (
        SELECT m.contract_id, m.item_id AS id, y.value_on AS paid_on, -m.amount_cents AS cents
        FROM movement m JOIN payment y ON y.contract_id = m.contract_id AND y.id = m.against_id
        WHERE m.account = 'DEB'
            AND (%(contract_id)s::bigint IS NULL OR m.contract_id = %(contract_id)s)
        UNION ALL  -- of what the guarantee had taken
        SELECT g.contract_id, g.invoice_id, y.value_on, g.paid_cents
        FROM guarantee_paid g JOIN payment y ON y.contract_id = g.contract_id
            AND y.id = g.payment_id
        WHERE %(contract_id)s::bigint IS NULL OR g.contract_id = %(contract_id)s
    ) v
    GROUP BY v.contract_id, v.id, v.paid_on HAVING sum(v.cents) > 0
    UNION ALL  -- to the client himself, and not undone
    SELECT d.contract_id, d.invoice_id, 'DIRECT', d.paid_on, -sum(m.amount_cents)::bigint
    FROM direct_payment_day d
    JOIN movement m ON m.contract_id = d.contract_id AND m.item_id = d.invoice_id
        AND m.account = 'DEB'
    JOIN entry e ON e.contract_id = m.contract_id AND e.id = m.entry_id
        AND d.entry_id IN (e.id, e.reverses_id)
    WHERE %(contract_id)s::bigint IS NULL OR d.contract_id = %(contract_id)s
    GROUP BY 1, 2, 4 HAVING sum(m.amount_cents) < 0
) x
JOIN invoice i ON i.contract_id = x.contract_id AND i.id = x.id AND i.amount_cents > 0
JOIN contract k ON k.id = x.contract_id
JOIN party p ON p.id = i.buyer_id
JOIN buyer_shown b ON b.contract_id = i.contract_id AND b.id = i.buyer_id
WHERE x.paid_on > i.due_on AND x.paid_on <= %(on)s
ORDER BY x.contract_id, x.id, x.paid_on, x.part_kind
