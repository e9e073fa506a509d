-- One row per number (SIREN, SIRET, VAT) of the client of each of these contracts.
SELECT k.id AS contract_id, i.scheme, i.identifier
FROM contract k JOIN party_identifier i ON i.party_id = k.client_id
WHERE k.id = ANY(%(contract_ids)s) AND i.scheme IN ('siren', 'siret', 'vat')
