-- One row per due day (and contract and buyer where asked): what was open at the end of a value
-- date, invoices and credit notes apart; null contracts ask for all.
SELECT CASE WHEN %(by_buyer)s THEN o.contract_id ELSE 0 END AS contract_id, CASE WHEN %(by_buyer)s
    THEN o.buyer_id ELSE 0 END AS buyer_id,
    o.currency, o.due_on, %(on)s::date AS today_on, o.amount_cents < 0 AS is_credit_note,
        sum(o.open_cents)::bigint AS open_cents
FROM open_on(%(contract_ids)s::bigint[], %(on)s::date, NULL) o
GROUP BY 1, 2, 3, 4, 6 HAVING sum(o.open_cents) <> 0
