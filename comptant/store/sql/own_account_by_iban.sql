-- One row: the account of ours that a statement is about.
SELECT id, iban, name, currency, books_from, contract_id, buyer_id, parent_id,
    is_client_owned
FROM own_account
    WHERE iban = %(iban)s
