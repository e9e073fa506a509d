-- One row where withdrawals have given back something of a bill of fees: its lines without their
-- least fees, these, VAT as each withdrawal had it, and the amounts that the fees were a share of,
-- of lines of each kind. What was given back and charged again, by a reversal, is not counted.
WITH gone AS (
    SELECT e.act_id, sum(i.fee_cents) AS net_cents,
        sum(coalesce(i.least_fee_cents, 0)) AS least_cents,
        sum(sign(i.fee_cents) * abs(i.amount_cents)) AS base_cents
    FROM invoice i
    JOIN movement m ON m.contract_id = i.contract_id AND m.item_id = i.id AND m.account = 'DEB'
    JOIN entry e ON e.contract_id = m.contract_id AND e.id = m.entry_id
        AND e.event IN ('withdrawal', 'credit_note_withdrawal') AND e.reverses_id IS NULL
    WHERE i.contract_id = %(contract_id)s AND i.fee_bill_id = %(entry_id)s
    GROUP BY e.act_id
)
SELECT sum(g.net_cents - g.least_cents)::bigint AS share_cents,
    sum(g.least_cents)::bigint AS least_cents,
    sum(round(g.net_cents * coalesce(v.rate_ppm, 0) / 1000000.0))::bigint AS vat_cents,
    sum(g.base_cents)::bigint AS base_cents,
    coalesce(sum(g.base_cents) FILTER (WHERE g.least_cents <> 0), 0)::bigint AS least_base_cents
FROM gone g
LEFT JOIN LATERAL (SELECT rate_ppm FROM charge c WHERE c.contract_id = %(contract_id)s
    AND c.entry_id = %(entry_id)s AND c.code = 'VAT' LIMIT 1) v ON true
WHERE NOT EXISTS (SELECT FROM entry b JOIN entry r ON r.contract_id = b.contract_id
    AND r.reverses_id = b.id
    WHERE b.contract_id = %(contract_id)s AND b.key IN ('withdrawal/' || g.act_id || '/fee',
        'withdrawal/' || g.act_id || '/' || %(entry_id)s::text || '/fee'))
HAVING count(*) > 0
