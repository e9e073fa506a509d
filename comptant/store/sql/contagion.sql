-- One row per buyer of a contract whose share of late invoices has crossed the contract's threshold, either way.
WITH asked AS (
    SELECT * FROM unnest(%(contract_id)s::bigint[], %(cross_ageing_days)s::bigint[], %(cross_ageing_ppm)s::bigint[])
        w (contract_id, days, share_ppm)
), late AS (
    SELECT i.contract_id, i.buyer_id,
        coalesce(sum(i.open_cents) FILTER (WHERE %(on)s::date - i.due_on > a.days), 0) AS late_cents,
        sum(i.open_cents) AS open_cents, a.share_ppm
    FROM asked a JOIN invoice i ON i.contract_id = a.contract_id AND i.open_cents > 0
    GROUP BY i.contract_id, i.buyer_id, a.share_ppm
), known AS (
    SELECT DISTINCT ON (t.contract_id, t.subject_id) t.contract_id, t.subject_id AS buyer_id, (t.value)::boolean AS is_cross_aged
    FROM asked a JOIN term t ON t.contract_id = a.contract_id AND t.subject = 'BUYER' AND t.name = 'is_cross_aged'
        AND t.valid_from_on <= %(on)s
    ORDER BY t.contract_id, t.subject_id, t.valid_from_on DESC, t.recorded_at DESC
)
SELECT contract_id, buyer_id, is_cross_aged FROM (  -- a buyer that owes nothing any more is well again
    SELECT coalesce(l.contract_id, k.contract_id) AS contract_id, coalesce(l.buyer_id, k.buyer_id) AS buyer_id,
        coalesce(k.is_cross_aged, false) AS was_cross_aged,
        coalesce(l.late_cents * 1000000 > l.open_cents * l.share_ppm, false) AS is_cross_aged
    FROM late l FULL JOIN known k ON k.contract_id = l.contract_id AND k.buyer_id = l.buyer_id
) seen
WHERE is_cross_aged <> was_cross_aged
ORDER BY contract_id, buyer_id
