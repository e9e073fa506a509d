-- One row per contract and value date on which what may bear interest in arrears changed, debit
-- positive, the guarantee fund apart; what was charged in advance counts against it; what is before
-- the first day asked for counts from it.
SELECT m.contract_id, m.currency, greatest(m.value_on, m.from_on) AS value_on,
    sum(m.amount_cents)::bigint AS amount_cents, sum(m.fund_cents)::bigint AS fund_cents
FROM (
    SELECT b.contract_id, b.currency, b.value_on, w.from_on, CASE WHEN b.account <> 'FDG'
        THEN b.amount_cents ELSE 0 END AS amount_cents,
        CASE WHEN b.account = 'FDG' THEN b.amount_cents ELSE 0 END AS fund_cents
    FROM unnest(%(contract_id)s::bigint[], %(from_on)s::date[]) w (contract_id, from_on)
    JOIN balance b ON b.contract_id = w.contract_id AND b.account = ANY (%(accounts)s)
    -- with a true-up an advance is charged until it ends; without, until the day it was paid for
    UNION ALL
    SELECT a.contract_id, k.currency, a.value_on, w.from_on,
        CASE WHEN a.has_true_up THEN 0 ELSE a.expected_cents END - a.advance_cents, 0
    FROM unnest(%(contract_id)s::bigint[], %(from_on)s::date[]) w (contract_id, from_on)
    JOIN contract k ON k.id = w.contract_id
    CROSS JOIN LATERAL (
        SELECT d.*, coalesce((SELECT t.value = 'true' FROM term t
            WHERE t.contract_id = d.contract_id
            AND t.subject = 'CONTRACT' AND t.subject_id = d.contract_id AND t.name = 'has_true_up'
                AND t.valid_from_on <= %(on)s
            ORDER BY t.valid_from_on DESC, t.recorded_at DESC LIMIT 1), true) AS has_true_up
        FROM advance_day d WHERE d.contract_id = w.contract_id
    ) a
) m
GROUP BY 1, 2, 3
HAVING bool_or(m.amount_cents <> 0 OR m.fund_cents <> 0)
