-- One row per remittance and draw that a person of the client made.
SELECT t.contract_id, t.by_id AS user_id,
    CASE WHEN t.operation = 'draw' THEN 'DRAW' ELSE 'REMIT' END AS move_code, t.at AS moved_at
FROM act t JOIN contract k ON k.id = t.contract_id AND k.client_id = t.company_id
WHERE t.contract_id = ANY (%(contract_ids)s::bigint[])
    AND t.operation IN ('draw', 'remit', 'cede_ledger')
    AND t.on_date BETWEEN greatest(%(from_on)s::date, %(on)s::date - 40) AND %(on)s::date
ORDER BY 1, 2, 4
