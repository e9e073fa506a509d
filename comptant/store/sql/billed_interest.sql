-- One row per line of financing charge already posted, bills and corrections alike, for the periods that end after a day.
SELECT c.contract_id, k.currency, c.from_on, c.until_on, c.amount_cents AS billed_interest_cents
FROM unnest(%(contract_id)s::bigint[], %(since_on)s::date[]) w (contract_id, since_on)
JOIN contract k ON k.id = w.contract_id
JOIN charge c ON c.contract_id = w.contract_id AND c.code = 'INT' AND c.until_on > w.since_on
