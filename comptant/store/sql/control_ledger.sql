-- One row per account and currency: the ledger's lines up to a day against the sub-ledger that
-- tells the same; no difference where there is none.
WITH posted AS (
    SELECT p.account, p.currency, sum(p.amount_cents)::bigint AS ledger_cents
    FROM posting p JOIN entry e ON e.contract_id = p.contract_id AND e.id = p.entry_id
    WHERE e.entry_on <= %(day)s GROUP BY 1, 2
), items AS (
    SELECT m.account, k.currency, sum(m.amount_cents)::bigint AS items_cents
    FROM movement m
    JOIN entry e ON e.contract_id = m.contract_id AND e.id = m.entry_id AND e.entry_on <= %(day)s
    JOIN contract k ON k.id = m.contract_id
    -- of DEBD only claims are items: with what is guaranteed the night proves it
    WHERE NOT k.is_house AND m.account <> 'DEBD' GROUP BY 1, 2
    UNION ALL
    SELECT m.account, y.currency, sum(m.amount_cents)::bigint
    FROM movement m
    JOIN entry e ON e.contract_id = m.contract_id AND e.id = m.entry_id AND e.entry_on <= %(day)s
    JOIN contract k ON k.id = m.contract_id AND k.is_house
    JOIN payment y ON y.contract_id = m.contract_id AND y.id = m.item_id
    GROUP BY 1, 2
    UNION ALL
    SELECT v.account, i.currency, sum(i.amount_cents * v.sign)::bigint
    FROM instrument_step s
    JOIN entry e ON e.contract_id = s.contract_id AND e.id = s.entry_id AND e.entry_on <= %(day)s
    JOIN instrument i ON i.contract_id = s.contract_id AND i.id = s.instrument_id
    CROSS JOIN LATERAL (VALUES
        ('COLL', CASE WHEN s.step IN ('REMITTED', 'DEBITED', 'UNRETURNED', 'UNSETTLED')
            THEN 1
            WHEN s.step IN ('SETTLED', 'RETURNED', 'UNDEBITED') THEN -1 ELSE 0 END),
        ('INCO', CASE WHEN s.step = 'REMITTED' THEN -1 WHEN s.step = 'CREDITED' THEN 1
            WHEN s.step IN ('RETURNED', 'UNRETURNED') AND NOT EXISTS (
            SELECT FROM instrument_step x WHERE x.contract_id = s.contract_id
                AND x.instrument_id = s.instrument_id AND x.step = 'CREDITED' AND x.at < s.at)
                THEN CASE s.step WHEN 'RETURNED' THEN 1 ELSE -1 END ELSE 0 END)
    ) v (account, sign)
    GROUP BY 1, 2
), summed AS (
    SELECT account, currency, sum(items_cents)::bigint AS items_cents FROM items GROUP BY 1, 2
)
SELECT coalesce(p.account, s.account) AS account, coalesce(p.currency, s.currency) AS currency,
    coalesce(p.ledger_cents, 0) AS ledger_cents, s.items_cents,
    CASE WHEN coalesce(p.account, s.account) IN ('DEB', 'UNAL', 'COLL', 'INCO', 'PEN')
        THEN coalesce(p.ledger_cents, 0) - coalesce(s.items_cents, 0) END AS off_cents
FROM posted p FULL JOIN summed s ON s.account = p.account AND s.currency = p.currency
ORDER BY 1, 2
