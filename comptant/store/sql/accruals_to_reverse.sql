-- One row per accrual of an earlier month that has not been reversed.
SELECT e.contract_id, e.id AS entry_id, e.key AS event, p.amount_cents FROM entry e
JOIN posting p ON p.contract_id = e.contract_id AND p.entry_id = e.id AND p.account = 'ACCR'
WHERE e.contract_id = ANY (%(ids)s::bigint[]) AND e.key LIKE 'accrual/%%' AND e.reverses_id IS NULL
    AND e.entry_on < date_trunc('month', %(on)s::date)
    AND NOT EXISTS (SELECT FROM entry r WHERE r.contract_id = e.contract_id
        AND r.reverses_id = e.id)
ORDER BY e.contract_id, e.id
