-- One row per buyer whose share of late invoices has crossed the threshold, either way.
WITH late AS (
    SELECT buyer_id, coalesce(sum(open_cents) FILTER (WHERE %(on)s::date - due_on > %(days)s), 0) AS late_cents,
        sum(open_cents) AS open_cents
    FROM invoice WHERE contract_id = %(contract_id)s AND open_cents > 0 GROUP BY buyer_id
), known AS (
    SELECT DISTINCT ON (subject_id) subject_id AS buyer_id, (value)::boolean AS is_cross_aged FROM term
    WHERE contract_id = %(contract_id)s AND subject = 'BUYER' AND name = 'is_cross_aged' AND valid_from_on <= %(on)s
    ORDER BY subject_id, valid_from_on DESC, recorded_at DESC
)
SELECT buyer_id, is_cross_aged FROM (  -- a buyer that owes nothing any more is well again
    SELECT coalesce(l.buyer_id, k.buyer_id) AS buyer_id, coalesce(k.is_cross_aged, false) AS was_cross_aged,
        coalesce(l.late_cents * 1000000 > l.open_cents * %(share_ppm)s, false) AS is_cross_aged
    FROM late l FULL JOIN known k ON k.buyer_id = l.buyer_id
) seen
WHERE is_cross_aged <> was_cross_aged
ORDER BY buyer_id
