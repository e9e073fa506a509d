-- One row per month of a client's VAT returns.
SELECT DISTINCT ON (k.client_id, t.valid_from_on) k.client_id, t.valid_from_on AS month_on,
    (t.value)::bigint AS declared_cents
FROM contract k JOIN term t ON t.contract_id = 0 AND t.subject = 'PARTY'
    AND t.subject_id = k.client_id AND t.name = 'vat_turnover_cents' AND t.value <> 'null'
WHERE k.id = ANY (%(contract_ids)s::bigint[])
    AND t.valid_from_on BETWEEN %(from_on)s::date AND %(on)s::date
ORDER BY k.client_id, t.valid_from_on, t.recorded_at DESC
