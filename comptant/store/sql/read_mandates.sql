-- One row per mandate of a buyer (null: of all), with its use: what the rules need to say whether
-- it holds.
SELECT m.id, m.reference AS mandate_reference, m.buyer_id, p.name AS buyer_name, m.scheme, m.iban,
    m.holder,
    m.creditor_identifier, m.signed_on, used.last_collected_on, m.is_one_off,
    coalesce(used.is_collected, false) AS is_collected, coalesce(used.is_ended, false) AS is_ended,
        r.revoked_on
FROM mandate m
JOIN party p ON p.id = m.buyer_id
LEFT JOIN mandate_revocation r ON r.mandate_id = m.id
LEFT JOIN LATERAL (
    SELECT max(s.collect_on) AS last_collected_on, bool_or(x.step IS NULL) AS is_collected,
        bool_or(x.step IS NULL AND (i.is_last OR m.is_one_off)) AS is_ended
    FROM instrument i
    JOIN instrument_step s ON s.contract_id = i.contract_id AND s.instrument_id = i.id
        AND s.step = 'REMITTED'
    LEFT JOIN instrument_step_now x ON x.contract_id = i.contract_id AND x.instrument_id = i.id
        AND x.step = 'RETURNED'
        AND NOT EXISTS (SELECT FROM instrument_step_now p WHERE p.contract_id = i.contract_id
            AND p.instrument_id = i.id
            AND p.step = 'SETTLED')
    WHERE i.mandate_id = m.id) used ON true
WHERE (%(buyer_id)s::bigint IS NULL OR m.buyer_id = %(buyer_id)s)
    AND (%(reference)s::text IS NULL OR m.reference = %(reference)s OR m.id::text = %(reference)s)
    AND (%(mandate_ids)s::bigint[] IS NULL OR m.id = ANY(%(mandate_ids)s))
ORDER BY m.id
