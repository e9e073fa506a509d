-- One row per order that pays an insurer its part of a claim and has not gone to the bank: it can
-- be taken back.
SELECT q.id FROM payment_order q
CROSS JOIN LATERAL (
    SELECT coalesce(array_agg(t.step), '{}') AS steps,
        count(*) FILTER (WHERE t.step = 'SENT') - count(*) FILTER (WHERE t.step = 'UNSENT')
            AS living_files
    FROM payment_order_step_now t WHERE t.contract_id = q.contract_id AND t.order_id = q.id) s
WHERE q.contract_id = %(contract_id)s AND q.purpose = 'INSURER' AND q.item_id = %(claim_id)s
    AND NOT s.steps && '{REFUSED,EXECUTED,REJECTED,RETURNED}' AND s.living_files = 0
