-- One row per open invoice or credit note of a contract, amounts positive, with the numbers of its
-- buyer: what another factor needs to take it over.
SELECT i.id, i.invoice_number, i.type_code, i.issued_on, i.due_on, i.delivered_on, i.currency,
    abs(i.amount_cents) AS amount_cents,
    abs(i.open_cents) AS open_cents, p.name AS buyer_name, n.siren AS buyer_siren,
        n.vat AS buyer_vat, n.lei AS buyer_lei,
    n.other AS buyer_foreign, p.country AS buyer_country, i.order_reference, i.credited_number
FROM invoice i
JOIN buyer_shown p ON p.contract_id = i.contract_id AND p.id = i.buyer_id
CROSS JOIN LATERAL (SELECT min(identifier) FILTER (WHERE scheme = 'siren') AS siren,
    min(identifier) FILTER (WHERE scheme = 'vat') AS vat,
    min(identifier) FILTER (WHERE scheme = 'lei') AS lei,
        min(identifier) FILTER (WHERE scheme = 'foreign') AS other
    FROM party_identifier f WHERE f.party_id = p.id) n
WHERE i.contract_id = %(contract_id)s AND i.open_cents <> 0
ORDER BY i.issued_on, i.invoice_number, i.id
