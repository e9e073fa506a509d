-- One row: the factoring fees of a contract billed in a calendar year, before VAT, up to a day.
SELECT coalesce(sum(c.amount_cents), 0)::bigint AS billed_fee_cents
FROM charge c JOIN entry e ON e.contract_id = c.contract_id AND e.id = c.entry_id
WHERE c.contract_id = %(contract_id)s AND c.code IN ('FEE-AFF', 'FEE-INV', 'FEE-MIN')
    AND e.entry_on BETWEEN date_trunc('year', %(on)s::date)::date AND %(on)s
