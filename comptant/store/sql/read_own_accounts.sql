-- One row per account of ours.
SELECT id, iban, bic, name, currency, books_from FROM own_account ORDER BY id
