-- One row per payment order, with the last step it has taken; of a contract or by id, nulls ask for
-- all.
SELECT o.id, o.contract_id, k.number AS contract_number, o.purpose, o.amount_cents, o.currency,
    a.holder, a.iban,
    o.end_to_end_reference, o.prepared_at, o.promised_at, o.available_cents,
    coalesce(s.step, 'PREPARED') AS step, s.on_date AS step_on, s.reason,
    p.said ->> 'payer_name' AS payer_name, p.said ->> 'payer_iban' AS payer_iban,
    nullif(p.said ->> 'reason', '') AS order_reason
FROM payment_order o
JOIN contract k ON k.id = o.contract_id
LEFT JOIN LATERAL (  -- of what gives money back: who had paid it, and why it goes so
    SELECT arguments -> 'said' AS said FROM approval x WHERE x.kind = 'payment_order'
        AND x.contract_id = o.contract_id AND x.subject_id = o.id LIMIT 1) p ON true
LEFT JOIN payee_account a ON a.id = o.payee_account_id
LEFT JOIN LATERAL (  -- taken back by whoever asked for it, or refused by who was to release it
    SELECT CASE WHEN step = 'REFUSED' AND reason = 'cancelled' THEN 'CANCELLED'
        ELSE step END AS step,
        on_date, nullif(reason, 'cancelled') AS reason FROM payment_order_step_now x
    WHERE x.contract_id = o.contract_id AND x.order_id = o.id ORDER BY x.at DESC LIMIT 1) s ON true
WHERE (%(contract_id)s::bigint IS NULL OR o.contract_id = %(contract_id)s)
    AND (%(id)s::bigint IS NULL OR o.id = %(id)s)
ORDER BY o.id DESC
