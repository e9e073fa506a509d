-- One row per contract where money was allocated or repaid, or a guarantee took effect, in the last
-- weeks after the end of its last bill of interest: until when to bill.
SELECT w.contract_id, max(e.value_on) AS until_on
FROM unnest(%(ids)s::bigint[]) w (contract_id)
CROSS JOIN generate_series(%(on)s::date - 40, %(on)s::date, interval '1 day') d (day)
JOIN entry e ON e.entry_on = d.day::date AND e.contract_id = w.contract_id
    AND e.event IN ('allocation', 'guarantee_taken', 'client_repayment')
LEFT JOIN LATERAL (SELECT max(c.until_on) AS until_on FROM charge c
    WHERE c.contract_id = w.contract_id AND c.code = 'INT') b ON true
GROUP BY w.contract_id
HAVING max(e.value_on) > coalesce(max(b.until_on), '-infinity')
