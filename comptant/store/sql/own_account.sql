-- One row: an account of ours.
SELECT id, iban, bic, name, currency, books_from, parent_id, contract_id, buyer_id,
    is_client_owned
FROM own_account WHERE id = %(id)s
