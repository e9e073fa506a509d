-- One row per thing that happened with the lender of a contract taken over, or of all: the
-- statement, the letter, the payment.
SELECT t.id, t.contract_id, k.number AS contract_number, k.currency, p.name AS lender_name,
    t.statement_on,
    (t.statement ->> 'funds_in_use_cents')::bigint AS funds_in_use_cents,
        coalesce(s.step, 'TAKEN_OVER') AS takeover_step,
    coalesce(s.on_date, t.statement_on) AS on_date, coalesce(s.source, '') AS source, s.order_id,
        coalesce(s.act_id, t.act_id) AS act_id
FROM takeover t
JOIN contract k ON k.id = t.contract_id
LEFT JOIN party p ON p.id = t.lender_id
LEFT JOIN LATERAL (
    SELECT NULL::text AS step, NULL::date AS on_date, NULL::text AS source,
        NULL::bigint AS order_id, NULL::bigint AS act_id
    UNION ALL
    SELECT x.step, x.on_date, x.source, x.order_id, x.act_id FROM takeover_step x
        WHERE x.contract_id = t.contract_id
) s ON true
WHERE %(contract_id)s::bigint IS NULL OR t.contract_id = %(contract_id)s
ORDER BY t.contract_id, coalesce(s.act_id, 0), s.step
