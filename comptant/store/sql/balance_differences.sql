-- One row per balance of a contract's account and value date that its lines do not come to.
SELECT coalesce(b.contract_id, p.contract_id) AS contract_id,
    coalesce(b.account, p.account) AS account,
    coalesce(b.currency, p.currency) AS currency, coalesce(b.value_on, p.value_on) AS value_on,
    coalesce(b.cents, 0)::bigint AS balance_cents, coalesce(p.cents, 0)::bigint AS posted_cents
FROM (
    SELECT contract_id, account, sub_id, currency, value_on, sum(amount_cents) AS cents FROM balance
    WHERE contract_id = ANY (%(ids)s::bigint[]) GROUP BY 1, 2, 3, 4, 5
) b
FULL JOIN (
    SELECT p.contract_id, p.account, p.sub_id, p.currency, e.value_on, sum(p.amount_cents) AS cents
    FROM posting p JOIN entry e ON e.contract_id = p.contract_id AND e.id = p.entry_id
    WHERE p.contract_id = ANY (%(ids)s::bigint[]) GROUP BY 1, 2, 3, 4, 5
) p ON p.contract_id = b.contract_id AND p.account = b.account AND p.sub_id = b.sub_id
    AND p.currency = b.currency
    AND p.value_on = b.value_on
WHERE coalesce(b.cents, 0) <> coalesce(p.cents, 0)
ORDER BY 1, 4, 2
