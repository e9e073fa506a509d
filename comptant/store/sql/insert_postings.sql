-- One row per account of each entry: item accounts from the movements written here or just before,
-- the others as given.
WITH booked AS (
    SELECT b.contract_id, b.entry_id, b.sub_id, coalesce(b.currency, k.currency) AS currency
    FROM unnest(%(contract_ids)s::bigint[], %(entry_ids)s::bigint[], %(sub_ids)s::bigint[],
        %(currencies)s::text[])
        AS b (contract_id, entry_id, sub_id, currency)
    JOIN contract k ON k.id = b.contract_id
), moved AS (
    INSERT INTO movement (contract_id, entry_id, item_id, account, against_id, amount_cents,
        approved_cents)
    SELECT contract_id, entry_id, item_id, account, against_id, amount_cents, approved_cents
    FROM json_populate_recordset(NULL::movement, %(movements)s::json)
    RETURNING entry_id, account, amount_cents
), summed AS (
    SELECT entry_id, account, amount_cents
    FROM unnest(%(lines_of)s::bigint[], %(accounts)s::text[], %(amounts)s::bigint[]) AS g (entry_id,
        account, amount_cents)
    UNION ALL
    SELECT entry_id, account, sum(amount_cents)::bigint FROM (
        SELECT entry_id, account, amount_cents FROM moved
        UNION ALL  -- by the range of the entries: an id names one entry, whatever its contract
        SELECT entry_id, account, amount_cents FROM movement
        WHERE %(first_id)s::bigint IS NOT NULL AND entry_id BETWEEN %(first_id)s AND %(last_id)s
    ) m WHERE account IN ('DEB', 'UNAL')
    GROUP BY entry_id, account
)
INSERT INTO posting (contract_id, entry_id, line, account, sub_id, currency, amount_cents)
SELECT b.contract_id, b.entry_id,
    row_number() OVER (PARTITION BY b.entry_id ORDER BY s.amount_cents < 0, s.account), s.account,
    CASE WHEN s.account IN ('BNK', 'DEDI') THEN b.sub_id ELSE 0 END, b.currency, s.amount_cents
FROM booked b JOIN summed s ON s.entry_id = b.entry_id
WHERE s.amount_cents <> 0
ORDER BY b.contract_id, b.entry_id
