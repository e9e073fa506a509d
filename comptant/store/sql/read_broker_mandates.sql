-- One row per mandate of a broker for a contract, as it stands.
SELECT contract_id, contract_number, client_name, party_id, broker_name, given_by, signed_on,
    until_on, source, orias_number
FROM seen_broker_mandate
WHERE (%(contract_id)s::bigint IS NULL OR contract_id = %(contract_id)s)
    ORDER BY contract_number, party_id
