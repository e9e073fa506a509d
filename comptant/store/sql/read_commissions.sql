-- One row per change of what a broker has earned by a contract, the last ones first.
SELECT id, contract_id, contract_number, client_name, party_id, broker_name,
    kind AS commission_kind, on_date, currency,
    vat_class, base_cents, due_cents, amount_cents, statement_id
FROM seen_commission WHERE (%(party_id)s::bigint IS NULL OR party_id = %(party_id)s)
    AND (%(contract_id)s::bigint IS NULL OR contract_id = %(contract_id)s) ORDER BY id DESC
