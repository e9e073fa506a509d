-- One row per instrument remitted to our bank, neither credited by it nor returned, to be collected
-- around some days.
SELECT i.contract_id, i.id, i.amount_cents, i.reference AS own_reference, k.own_account_id,
    k.id AS collection_id,
    k.payment_means, k.reference, k.remitted_on, s.lot, s.collect_on,
    (SELECT 1 + count(*) FROM instrument_step u WHERE u.contract_id = i.contract_id
        AND u.instrument_id = i.id AND u.step = 'UNSETTLED') AS settle_turn
FROM instrument_step s
JOIN collection k ON k.id = s.collection_id
JOIN instrument i ON i.contract_id = s.contract_id AND i.id = s.instrument_id
WHERE s.step = 'REMITTED' AND k.own_account_id = ANY(%(own_account_ids)s)
    AND (%(collection_id)s::bigint IS NULL OR k.id = %(collection_id)s)
    AND s.collect_on BETWEEN %(first_on)s AND %(last_on)s
    AND NOT EXISTS (SELECT FROM instrument_step_now x WHERE x.contract_id = s.contract_id
        AND x.instrument_id = s.instrument_id
        AND x.step IN ('SETTLED', 'RETURNED'))
ORDER BY k.id, i.id
