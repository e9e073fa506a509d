-- One row per sum received on a contract that waits for its invoice, with the numbers of its buyer
-- where it is known; `is_kept`: its buyer owes nothing of the contract any more, but the factor,
-- who has taken its debt under the guarantee.
SELECT y.id, y.value_on, y.currency, y.open_cents, p.name AS buyer_name, n.siren AS buyer_siren,
    n.vat AS buyer_vat, n.lei AS buyer_lei,
    n.other AS buyer_foreign, p.country AS buyer_country, m.payer_name, m.remittance_text,
    EXISTS (SELECT FROM guarantee g WHERE g.contract_id = y.contract_id
        AND g.buyer_id = y.buyer_id AND g.factor_open_cents > 0)
    AND NOT EXISTS (SELECT FROM invoice i WHERE i.contract_id = y.contract_id
        AND i.buyer_id = y.buyer_id AND i.open_cents > 0) AS is_kept
FROM payment y
LEFT JOIN buyer_shown p ON p.contract_id = y.contract_id AND p.id = y.buyer_id
LEFT JOIN bank_movement m ON m.id = y.bank_movement_id
CROSS JOIN LATERAL (SELECT min(identifier) FILTER (WHERE scheme = 'siren') AS siren,
    min(identifier) FILTER (WHERE scheme = 'vat') AS vat,
    min(identifier) FILTER (WHERE scheme = 'lei') AS lei,
        min(identifier) FILTER (WHERE scheme = 'foreign') AS other
    FROM party_identifier f WHERE f.party_id = p.id) n
WHERE y.contract_id = %(contract_id)s AND y.open_cents > 0
ORDER BY y.value_on, y.id
