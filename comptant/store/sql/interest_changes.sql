-- One row per contract and value date on which what bears interest changed, debit positive; what is before the first day asked for counts from it.
SELECT b.contract_id, b.currency, greatest(b.value_on, w.from_on) AS value_on, sum(b.amount_cents)::bigint AS amount_cents
FROM unnest(%(contract_id)s::bigint[], %(from_on)s::date[], %(counts_fund)s::boolean[]) w (contract_id, from_on, counts_fund)
JOIN balance b ON b.contract_id = w.contract_id AND b.account = ANY (%(accounts)s)
    AND (w.counts_fund OR b.account <> 'FDG')
GROUP BY 1, 2, 3 HAVING sum(b.amount_cents) <> 0
