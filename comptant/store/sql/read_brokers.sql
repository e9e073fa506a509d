-- One row per company that the register of intermediaries was asked about, as last looked up.
SELECT id, broker_name, orias_number, is_registered, checked_on, until_on, source, contract_count
    FROM seen_broker ORDER BY id
