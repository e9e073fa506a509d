-- One row per invoice of a remittance, in the order of its arrival: its debtor, and the account
-- where it is to be paid.
WITH named AS (
    SELECT b.buyer_id, p.name AS buyer_name,
        (SELECT min(identifier) FROM party_identifier n WHERE n.party_id = b.buyer_id
            AND n.scheme = 'siren') AS buyer_siren,
        (SELECT a.iban FROM own_account a
            WHERE a.currency = %(currency)s AND a.buyer_id IN (0, b.buyer_id)
                -- under a confidential contract only its dedicated account, in the client's name
                AND a.contract_id IN (0, %(contract_id)s)
                AND a.is_client_owned = %(is_confidential)s
                AND (a.parent_id IS NULL OR a.contract_id <> 0 OR a.buyer_id <> 0)
            ORDER BY a.contract_id DESC, a.buyer_id DESC, a.id LIMIT 1) AS iban
    FROM (SELECT DISTINCT buyer_id FROM invoice
        WHERE contract_id = %(contract_id)s AND remittance_id = %(remittance_id)s
            AND amount_cents > 0) b
    LEFT JOIN buyer_shown p ON p.contract_id = %(contract_id)s AND p.id = b.buyer_id
)
SELECT i.invoice_number, n.buyer_name, n.buyer_siren, i.issued_on, i.due_on, i.amount_cents,
    i.currency, n.iban
FROM invoice i JOIN named n ON n.buyer_id = i.buyer_id
WHERE i.contract_id = %(contract_id)s AND i.remittance_id = %(remittance_id)s AND i.amount_cents > 0
ORDER BY i.id
LIMIT %(most)s
