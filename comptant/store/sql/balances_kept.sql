-- One row per account and currency of the whole house: its balance, debit positive.
SELECT account, currency, sum(amount_cents)::bigint AS amount_cents FROM balance GROUP BY 1, 2
    ORDER BY 1, 2
