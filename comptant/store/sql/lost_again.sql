-- One row per currency in which an act has made losses of what accounts had repaid of them.
SELECT k.currency,
    sum(CASE s.step WHEN 'UNDONE' THEN s.amount_cents ELSE -s.amount_cents END)::bigint AS cents
FROM recourse_step s JOIN contract k ON k.id = s.contract_id
WHERE s.act_id = %(act_id)s AND s.step IN ('UNDONE', 'REGAINED') AND s.payment_id IS NULL
GROUP BY k.currency
ORDER BY k.currency
