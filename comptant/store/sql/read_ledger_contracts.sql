-- One row per contract with a balance on an account in a currency at a value date as it was known
-- at an instant, debit positive.
SELECT k.number AS contract_number, CASE WHEN NOT k.is_house
    THEN p.name END AS client_name, b.account, b.currency,
    b.amount_cents, k.is_house
FROM (
    SELECT contract_id, account, currency, sum(amount_cents)::bigint AS amount_cents
    FROM (
        SELECT contract_id, account, currency, amount_cents FROM balance
        WHERE %(known_at)s::timestamptz IS NULL AND account = %(account)s AND value_on <= %(on)s
        UNION ALL
        SELECT p.contract_id, p.account, p.currency, p.amount_cents
        FROM entry e JOIN posting p ON p.contract_id = e.contract_id AND p.entry_id = e.id
        WHERE %(known_at)s::timestamptz IS NOT NULL AND p.account = %(account)s
            AND e.value_on <= %(on)s AND e.booked_at <= %(known_at)s
    ) known
    GROUP BY contract_id, account, currency HAVING sum(amount_cents) <> 0
) b
JOIN contract k ON k.id = b.contract_id
JOIN party p ON p.id = k.client_id
ORDER BY k.number, b.currency
