-- A mandate is told with the broker's number in the register, so that whoever reads the conditions of a contract reads it.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- Mandates as they stand: the house reads all, a broker its own, a client those of its contracts.
CREATE OR REPLACE VIEW seen_broker_mandate WITH (security_barrier) AS
SELECT m.contract_id, k.number AS contract_number, c.name AS client_name, m.party_id, p.name AS broker_name, m.given_by,
    m.signed_on, m.until_on, m.source,
    (SELECT o.orias_number FROM orias_check o WHERE o.party_id = m.party_id ORDER BY o.recorded_at DESC LIMIT 1) AS orias_number
FROM (SELECT DISTINCT ON (contract_id, party_id) * FROM broker_mandate
    ORDER BY contract_id, party_id, recorded_at DESC) m
JOIN contract k ON k.id = m.contract_id
JOIN party c ON c.id = k.client_id
JOIN party p ON p.id = m.party_id
WHERE (SELECT reading_for_factor()) OR m.party_id = ANY ((SELECT reading_as('broker'))::bigint[])
    OR m.contract_id = ANY ((SELECT reading_contracts())::bigint[]);
