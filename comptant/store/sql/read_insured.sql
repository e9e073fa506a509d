-- One row per buyer of a contract that an insurer insures: limit, outstanding, overdue.
SELECT number AS contract_number, buyer_id, client_name, buyer_name, siren, currency, limit_cents,
    outstanding_cents,
    overdue_cents, oldest_due_on
FROM insured_buyer ORDER BY number, buyer_id
