-- One row per payable that its buyer does not pay: days late by its contract, or the buyer is
-- insolvent; once each.
SELECT y.contract_id, y.id AS payable_id, y.is_bought, y.open_cents
FROM unnest(%(contract_id)s::bigint[], %(payables_default_days)s::bigint[]) w (contract_id,
    payables_default_days)
JOIN payable_standing y ON y.contract_id = w.contract_id AND y.open_cents > 0 AND NOT y.is_defaulted
WHERE y.due_on + w.payables_default_days::int <= %(on)s
    OR (SELECT (t.value #>> '{}')::date FROM term t
    WHERE t.contract_id = 0 AND t.subject = 'PARTY' AND t.subject_id = y.buyer_id
        AND t.name = 'insolvent_on'
        AND t.valid_from_on <= %(on)s ORDER BY t.valid_from_on DESC, t.recorded_at DESC
            LIMIT 1) <= %(on)s
ORDER BY y.contract_id, y.id
