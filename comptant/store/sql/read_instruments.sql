-- One row per cheque, bill or debit, with the last step it has taken; of a contract or by id, nulls
-- ask for all.
SELECT i.id, i.contract_id, k.number AS contract_number, i.payment_means, i.number,
    p.name AS buyer_name, i.currency,
    i.amount_cents, i.issued_on, i.due_on, i.payer_name, i.payer_iban, i.reference, i.presentation,
    coalesce(s.step, 'RECEIVED') AS step, s.on_date AS step_on, s.reason, r.collect_on, r.value_on,
        r.sequence_type, r.lot,
    r.collection_id, x.payment_id,
    (SELECT nullif(sum(d.amount_cents), 0) FROM movement d WHERE d.contract_id = x.contract_id
        AND d.item_id = x.payment_id AND d.account = 'DEBD')::bigint AS claim_cents
FROM instrument i
JOIN contract k ON k.id = i.contract_id
LEFT JOIN buyer_shown p ON p.contract_id = i.contract_id AND p.id = i.buyer_id
LEFT JOIN LATERAL (SELECT step, on_date, reason FROM instrument_step x
    WHERE x.contract_id = i.contract_id AND x.instrument_id = i.id ORDER BY x.at DESC LIMIT 1) s
        ON true
LEFT JOIN instrument_step r ON r.contract_id = i.contract_id AND r.instrument_id = i.id
    AND r.step = 'REMITTED'
LEFT JOIN instrument_step x ON x.contract_id = i.contract_id AND x.instrument_id = i.id
    AND x.step = 'CREDITED'
WHERE (%(contract_id)s::bigint IS NULL OR i.contract_id = %(contract_id)s)
    AND (%(id)s::bigint IS NULL OR i.id = %(id)s)
ORDER BY i.due_on, i.id
