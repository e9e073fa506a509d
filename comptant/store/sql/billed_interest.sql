-- One row per line of financing charge already posted, bills and corrections alike.
SELECT c.contract_id, k.currency, c.from_on, c.until_on, c.amount_cents AS billed_interest_cents
FROM charge c JOIN contract k ON k.id = c.contract_id
WHERE c.contract_id = %(contract_id)s AND c.code = 'INT'
