-- One row per open invoice of those named: its buyer, what is open, and what instruments not
-- credited yet will pay of it.
SELECT v.id, v.buyer_id, v.open_cents,
    coalesce(sum(p.amount_cents) FILTER (WHERE done.step IS NULL), 0)::bigint AS announced_cents
FROM invoice v
LEFT JOIN instrument_invoice p ON p.contract_id = v.contract_id AND p.invoice_id = v.id
LEFT JOIN LATERAL (SELECT s.step FROM instrument_step_now s WHERE s.contract_id = p.contract_id
    AND s.instrument_id = p.instrument_id AND s.step IN ('CREDITED', 'RETURNED', 'CANCELLED')
        LIMIT 1) done ON true
WHERE v.contract_id = %(contract_id)s AND v.id = ANY(%(ids)s) AND v.open_cents > 0
GROUP BY v.contract_id, v.id
