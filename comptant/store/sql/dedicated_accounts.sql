-- One row per account dedicated to collection in a client's name, and its contract.
SELECT a.id AS own_account_id, a.iban, a.name, a.currency, a.contract_id
FROM own_account a WHERE a.is_client_owned ORDER BY a.id
