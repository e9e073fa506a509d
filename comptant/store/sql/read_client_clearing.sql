-- One row per invoice or credit note of a contract as it stood at the end of a day: its rank in its
-- buyer's account, what is open of it, what it was applied to, the day of its last movement.
SELECT i.id AS item_id, i.rank, m.open_cents, m.last_on, m.is_met, m.against_ids
FROM (SELECT contract_id, id, row_number() OVER (PARTITION BY buyer_id ORDER BY id) - 1 AS rank
    FROM invoice WHERE contract_id = %(contract_id)s) i
JOIN (SELECT x.item_id, x.contract_id, sum(x.amount_cents)::bigint AS open_cents,
        max(e.entry_on) AS last_on, bool_or(e.event NOT IN ('assignment', 'credit_note', 'takeover')
            OR e.reverses_id IS NOT NULL) AS is_met,
        array_remove(array_agg(DISTINCT x.against_id), 0) AS against_ids
    FROM movement x JOIN entry e ON e.contract_id = x.contract_id AND e.id = x.entry_id
    WHERE x.contract_id = %(contract_id)s AND x.account = 'DEB' AND x.amount_cents <> 0
        AND e.entry_on <= coalesce(%(until_on)s, 'infinity'::date)
    GROUP BY x.item_id, x.contract_id) m ON m.contract_id = i.contract_id AND m.item_id = i.id
ORDER BY i.id
