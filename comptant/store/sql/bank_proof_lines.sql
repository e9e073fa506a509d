-- One row per line that makes a difference on an account of ours: of the bank without its entry, of
-- the ledger without the bank's line, or a gap between statements; of what came after a close
-- (null: of all there is).
WITH proved AS (
    SELECT max(d.day) AS day, max(d.act_id) AS act_id FROM day_close d WHERE d.day = %(proved_on)s
), booked AS (
    SELECT p.contract_id, p.entry_id, e.key, e.value_on, e.entry_on,
        sum(p.amount_cents)::bigint AS cents
    FROM posting p JOIN entry e ON e.contract_id = p.contract_id AND e.id = p.entry_id
    WHERE p.account IN ('BNK', 'DEDI') AND p.sub_id = %(own_account_id)s
        AND e.entry_on > coalesce((SELECT day FROM proved), '-infinity')
    GROUP BY 1, 2, 3, 4, 5
), told AS (  -- what each entry says of which line of the bank
    SELECT split_part(key, '/', 2)::bigint AS movement_id, cents FROM booked
        WHERE key LIKE 'movement/%%'
    UNION ALL
    SELECT split_part(key, '/', 4)::bigint, cents FROM booked WHERE key LIKE 'order/%%/came_back/%%'
    UNION ALL
    SELECT s.bank_movement_id, b.cents FROM booked b
    JOIN payment_order_step s ON s.contract_id = b.contract_id AND s.entry_id = b.entry_id
        AND s.step IN ('EXECUTED', 'UNEXECUTED')
    UNION ALL
    SELECT y.bank_movement_id, -m.amount_cents FROM booked b
    JOIN movement m ON m.contract_id = b.contract_id AND m.entry_id = b.entry_id
        AND m.account = 'UNAL'
    JOIN payment y ON y.contract_id = m.contract_id AND y.id = m.item_id
    WHERE b.key LIKE 'bank/%%'
), sums AS (
    SELECT movement_id, sum(cents)::bigint AS cents FROM told GROUP BY 1
)
SELECT 'line_without_entry' AS what, m.id, m.booked_on AS day, l.bank_cents,
    coalesce(t.cents, 0) AS ledger_cents,
    m.remittance_text AS text
FROM bank_movement m LEFT JOIN sums t ON t.movement_id = m.id
CROSS JOIN LATERAL (SELECT CASE WHEN m.withdrawn_act_id IS NULL THEN m.amount_cents
    ELSE 0 END AS bank_cents) l
WHERE m.own_account_id = %(own_account_id)s AND l.bank_cents <> coalesce(t.cents, 0)
    AND (t.movement_id IS NOT NULL OR m.id > coalesce((SELECT act_id FROM proved), 0))
UNION ALL
SELECT 'entry_without_line', b.entry_id, b.entry_on, 0, b.cents, b.key FROM booked b
WHERE NOT (b.key LIKE 'movement/%%' OR b.key LIKE 'bank/%%' OR b.key LIKE 'opening/%%'
    OR b.key LIKE 'order/%%/executed%%'
    OR b.key LIKE 'order/%%/came_back/%%')
UNION ALL
SELECT 'statement_gap', g.id, g.closed_on, g.opening_cents, g.before_cents, g.reference FROM (
    SELECT s.id, s.closed_on, s.opened_on, s.opening_cents, s.reference,
        lag(s.closing_cents) OVER (ORDER BY s.closed_on, s.id) AS before_cents,
        lag(s.closed_on) OVER (ORDER BY s.closed_on, s.id) AS before_on
    FROM bank_statement s WHERE s.own_account_id = %(own_account_id)s
        AND s.withdrawn_act_id IS NULL
-- one that opens before the other closed opens on what stood then: at the start of its day, or the
-- end
) g CROSS JOIN LATERAL (
    SELECT coalesce(sum(m.amount_cents), 0)::bigint AS with_day_cents,
        coalesce(sum(m.amount_cents) FILTER (WHERE m.booked_on > g.opened_on),
            0)::bigint AS after_day_cents
    FROM bank_movement m
    WHERE m.own_account_id = %(own_account_id)s AND m.withdrawn_act_id IS NULL
        AND m.booked_on BETWEEN g.opened_on AND g.before_on
        AND g.opening_cents <> g.before_cents
) o
WHERE g.opening_cents NOT IN (g.before_cents, g.before_cents - o.with_day_cents,
    g.before_cents - o.after_day_cents)
    AND g.before_on < g.closed_on
ORDER BY 3, 2
