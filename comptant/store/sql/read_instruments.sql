-- One row per cheque, bill or debit, with the last step it has taken; of a contract or by id, nulls
-- ask for all.
SELECT i.id, i.contract_id, k.number AS contract_number, i.payment_means, i.number,
    p.name AS buyer_name, i.currency,
    i.amount_cents, i.issued_on, i.due_on, i.payer_name, i.payer_iban, i.reference, i.presentation,
    coalesce(s.step, 'RECEIVED') AS step, s.on_date AS step_on, s.reason, r.collect_on, r.value_on,
        r.sequence_type, r.lot,
    r.collection_id, x.payment_id,
    q.claim_cents
FROM instrument i
JOIN contract k ON k.id = i.contract_id
LEFT JOIN buyer_shown p ON p.contract_id = i.contract_id AND p.id = i.buyer_id
LEFT JOIN LATERAL (SELECT step, on_date, reason FROM instrument_step_now x
    WHERE x.contract_id = i.contract_id AND x.instrument_id = i.id 
    -- a debit named by hand is told before the return that it is of
    ORDER BY x.step = 'DEBITED' DESC, x.at DESC LIMIT 1) s
        ON true
LEFT JOIN instrument_step r ON r.contract_id = i.contract_id AND r.instrument_id = i.id
    AND r.step = 'REMITTED'
LEFT JOIN instrument_step x ON x.contract_id = i.contract_id AND x.instrument_id = i.id
    AND x.step = 'CREDITED'
LEFT JOIN instrument_step_now b ON b.contract_id = i.contract_id AND b.instrument_id = i.id
    AND b.step = 'RETURNED' AND x.payment_id IS NOT NULL
LEFT JOIN LATERAL (  -- of what was refunded of it, wherever its money had been moved
    WITH RECURSIVE home AS (
        SELECT b.contract_id, x.payment_id WHERE b.instrument_id IS NOT NULL
        UNION
        SELECT n.contract_id, n.item_id
        FROM home h
        JOIN movement m ON m.contract_id = h.contract_id AND m.item_id = h.payment_id
            AND m.account = 'UNAL'
        JOIN entry e ON e.contract_id = m.contract_id AND e.id = m.entry_id
            AND e.event IN ('payment_moved_out', 'cash_moved_out')
        JOIN entry f ON f.act_id = e.act_id AND f.event IN ('payment_moved_in', 'cash_moved_in')
        JOIN movement n ON n.contract_id = f.contract_id AND n.item_id = m.against_id
            AND n.entry_id = f.id AND n.account = 'UNAL' AND n.against_id = h.payment_id
    )
    SELECT nullif(sum(d.amount_cents), 0)::bigint AS claim_cents
    FROM home h JOIN movement d ON d.contract_id = h.contract_id AND d.item_id = h.payment_id
        AND d.account = 'DEBD') q ON true
WHERE (%(contract_id)s::bigint IS NULL OR i.contract_id = %(contract_id)s)
    AND (%(id)s::bigint IS NULL OR i.id = %(id)s)
ORDER BY i.due_on, i.id
