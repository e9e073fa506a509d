-- One row per instrument asked for by contract and id, with the steps it has taken.
SELECT i.contract_id, i.id, i.payment_means, i.buyer_id, i.currency, i.amount_cents, i.number,
    i.payer_name, i.reference,
    coalesce(array_agg(s.step ORDER BY s.at) FILTER (WHERE s.step IS NOT NULL), '{}') AS steps,
    max(s.payment_id) AS payment_id, max(s.value_on) FILTER (WHERE s.step = 'REMITTED') AS value_on,
    max(s.collection_id) AS collection_id,
    (SELECT 1 + count(*) FROM instrument_step u WHERE u.contract_id = i.contract_id
        AND u.instrument_id = i.id AND u.step = 'UNRETURNED') AS turn,
    (SELECT 1 + count(*) FROM instrument_step u WHERE u.contract_id = i.contract_id
        AND u.instrument_id = i.id AND u.step = 'UNDEBITED') AS debit_turn,
    (SELECT 1 + count(*) FROM instrument_step u WHERE u.contract_id = i.contract_id
        AND u.instrument_id = i.id AND u.step = 'UNSETTLED') AS settle_turn
FROM unnest(%(contract_ids)s::bigint[], %(ids)s::bigint[]) AS asked (contract_id, id)
JOIN instrument i ON i.contract_id = asked.contract_id AND i.id = asked.id
LEFT JOIN instrument_step_now s ON s.contract_id = i.contract_id AND s.instrument_id = i.id
GROUP BY i.contract_id, i.id
ORDER BY i.contract_id, i.id
