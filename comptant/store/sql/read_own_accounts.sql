-- One row per account of ours: for a virtual IBAN the real account, and whose money lands there
-- where it is of one contract or buyer; or dedicated to a contract and its client's.
SELECT a.id, a.iban, a.bic, a.name, a.currency, a.books_from, r.iban AS parent_iban,
    k.number AS contract_number, p.name AS buyer_name, a.is_client_owned
FROM own_account a
LEFT JOIN own_account r ON r.id = a.parent_id
LEFT JOIN contract k ON k.id = a.contract_id
LEFT JOIN party p ON p.id = a.buyer_id
ORDER BY a.id
