-- One row per due day (and contract and buyer where asked): what was open at the end of a day,
-- invoices and credit notes apart; null contracts ask for all.
WITH later AS (  -- what was booked after the day is taken off what is open now
    SELECT m.contract_id, m.item_id, sum(m.amount_cents)::bigint AS cents
    FROM entry e JOIN movement m ON m.contract_id = e.contract_id AND m.entry_id = e.id
        AND m.account = 'DEB'
        AND m.entry_id >= (SELECT min(id) FROM entry WHERE entry_on > %(on)s)
    WHERE e.entry_on > %(on)s AND (%(contract_ids)s::bigint[] IS NULL
        OR e.contract_id = ANY (%(contract_ids)s::bigint[]))
        AND m.amount_cents <> 0
    GROUP BY 1, 2
), was AS (
    SELECT i.contract_id, i.buyer_id, i.currency, i.due_on, i.amount_cents,
        i.open_cents - coalesce(l.cents, 0) AS open_cents
    FROM invoice i LEFT JOIN later l ON l.contract_id = i.contract_id AND l.item_id = i.id
    WHERE i.open_cents <> 0
        AND (%(contract_ids)s::bigint[] IS NULL OR i.contract_id = ANY (%(contract_ids)s::bigint[]))
    UNION ALL
    SELECT i.contract_id, i.buyer_id, i.currency, i.due_on, i.amount_cents, -l.cents
    FROM later l JOIN invoice i ON i.contract_id = l.contract_id AND i.id = l.item_id
        AND i.open_cents = 0
)
SELECT CASE WHEN %(by_buyer)s THEN contract_id ELSE 0 END AS contract_id, CASE WHEN %(by_buyer)s
    THEN buyer_id ELSE 0 END AS buyer_id,
    currency, due_on, %(on)s::date AS today_on, amount_cents < 0 AS is_credit_note,
        sum(open_cents)::bigint AS open_cents
FROM was GROUP BY 1, 2, 3, 4, 6 HAVING sum(open_cents) <> 0
