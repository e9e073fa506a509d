-- One row per line of an advice.
SELECT invoice_id, amount_cents, deduction_cents, reason FROM advice_line
WHERE contract_id = %(contract_id)s AND advice_id = %(advice_id)s ORDER BY invoice_id
