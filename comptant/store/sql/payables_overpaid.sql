-- One row per payable whose supplier was paid on with money of the buyer that went back, or would
-- with so much more of it: how
-- much of it the buyer now owes us.
SELECT y.contract_id, y.id AS payable_id, y.supplier_id, y.buyer_id, y.number_key, y.issued_on,
    y.amount_cents AS payable_cents,
    (least(y.ordered_cents, y.amount_cents) - (y.collected_cents - w.back_cents) -
        y.bought_cents)::bigint AS amount_cents
FROM unnest(%(contract_ids)s::bigint[], %(ids)s::bigint[], %(back_cents)s::bigint[]) w (contract_id,
    id, back_cents)
JOIN payable_standing y ON y.contract_id = w.contract_id AND y.id = w.id
WHERE y.paid_on IS NOT NULL AND y.rate_ppm IS NULL
    AND least(y.ordered_cents, y.amount_cents) > y.collected_cents - w.back_cents + y.bought_cents
ORDER BY y.contract_id, y.id
