-- One row per contract and value date on which what may bear interest changed, debit positive, the guarantee fund apart; what is before the first day asked for counts from it.
SELECT b.contract_id, b.currency, greatest(b.value_on, w.from_on) AS value_on,
    coalesce(sum(b.amount_cents) FILTER (WHERE b.account <> 'FDG'), 0)::bigint AS amount_cents,
    coalesce(sum(b.amount_cents) FILTER (WHERE b.account = 'FDG'), 0)::bigint AS fund_cents
FROM unnest(%(contract_id)s::bigint[], %(from_on)s::date[]) w (contract_id, from_on)
JOIN balance b ON b.contract_id = w.contract_id AND b.account = ANY (%(accounts)s)
GROUP BY 1, 2, 3
HAVING bool_or(b.amount_cents <> 0)
