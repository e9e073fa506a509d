-- One row per invoice of a contract: when it came, what was promised, and the first payment executed after it.
SELECT i.id, i.invoice_number, i.currency, i.amount_cents, r.received_at, r.promised_at, paid.on_date AS executed_on,
    paid.on_date - r.received_at::date AS paid_after_days,
    coalesce(paid.on_date > (r.promised_at AT TIME ZONE 'Europe/Paris')::date, false) AS is_late
FROM invoice i
JOIN remittance r ON r.contract_id = i.contract_id AND r.id = i.remittance_id
LEFT JOIN LATERAL (
    SELECT s.on_date FROM payment_order o
    JOIN payment_order_step s ON s.contract_id = o.contract_id AND s.order_id = o.id AND s.step = 'EXECUTED'
    WHERE o.contract_id = i.contract_id AND o.purpose = 'DRAW' AND o.prepared_at >= r.received_at
    ORDER BY s.on_date, o.id LIMIT 1
) paid ON true
WHERE i.contract_id = %(contract_id)s AND i.amount_cents > 0
ORDER BY i.id
