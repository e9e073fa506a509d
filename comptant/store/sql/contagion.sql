-- One row per buyer of a contract whose share of late invoices has crossed the contract's
-- threshold, either way.
WITH asked AS (
    SELECT * FROM unnest(%(contract_id)s::bigint[], %(cross_ageing_days)s::bigint[],
        %(cross_ageing_ppm)s::bigint[])
        w (contract_id, days, share_ppm)
), late AS (  -- by due day: what is late is a small part of what is open, whose sum is kept
    SELECT a.contract_id, i.buyer_id, i.late_cents, a.share_ppm,
        (SELECT sum(e.outstanding_cents) FROM exposure e
            WHERE e.contract_id = a.contract_id AND e.buyer_id = i.buyer_id) AS open_cents
    FROM asked a CROSS JOIN LATERAL (
        SELECT o.buyer_id, sum(o.open_cents) AS late_cents FROM invoice o
        WHERE o.contract_id = a.contract_id AND o.due_on < %(on)s::date - a.days::int
            AND o.open_cents > 0
        GROUP BY o.buyer_id
    ) i
), known AS (
    SELECT DISTINCT ON (t.contract_id, t.subject_id) t.contract_id, t.subject_id AS buyer_id,
        (t.value)::boolean AS is_cross_aged
    FROM asked a JOIN term t ON t.contract_id = a.contract_id AND t.subject = 'BUYER'
        AND t.name = 'is_cross_aged'
        AND t.valid_from_on <= %(on)s
    ORDER BY t.contract_id, t.subject_id, t.valid_from_on DESC, t.recorded_at DESC
)
-- a buyer that owes nothing any more is well again
SELECT contract_id, buyer_id, is_cross_aged FROM (
    SELECT coalesce(l.contract_id, k.contract_id) AS contract_id,
        coalesce(l.buyer_id, k.buyer_id) AS buyer_id,
        coalesce(k.is_cross_aged, false) AS was_cross_aged,
        coalesce(l.late_cents * 1000000 > l.open_cents * l.share_ppm, false) AS is_cross_aged
    FROM late l FULL JOIN known k ON k.contract_id = l.contract_id AND k.buyer_id = l.buyer_id
) seen
WHERE is_cross_aged <> was_cross_aged
ORDER BY contract_id, buyer_id
