-- One row per line of an entry of a contract.
SELECT p.line, p.account, p.currency, p.amount_cents, greatest(p.amount_cents, 0) AS debit_cents,
    greatest(-p.amount_cents, 0) AS credit_cents
FROM posting p WHERE p.contract_id = %(contract_id)s AND p.entry_id = %(id)s
ORDER BY p.line
