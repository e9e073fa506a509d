-- One row per number of a party that was not known: the party is opened with it.
WITH named AS (
    SELECT b.*, coalesce(
        (SELECT party_id FROM party_identifier WHERE scheme = 'siren' AND identifier = b.siren),
        (SELECT party_id FROM party_identifier WHERE scheme = 'siret' AND identifier = b.siret),
        (SELECT party_id FROM party_identifier WHERE scheme = 'vat' AND identifier = b.vat),
        (SELECT party_id FROM party_identifier WHERE scheme = 'lei' AND identifier = b.lei),
        (SELECT party_id FROM party_identifier WHERE scheme = 'foreign' AND identifier = b."foreign")) AS known_id,
        coalesce(b.siren, b.vat, b.lei, b."foreign") AS main_number
    FROM sent_buyer b WHERE b.buyer_identifier_valid
), fresh AS (
    SELECT main_number, min(name) AS name, min(country) AS country, nextval('ids') AS party_id
    FROM (SELECT * FROM named WHERE known_id IS NULL ORDER BY buyer_number) n GROUP BY main_number
), opened AS (
    INSERT INTO party (id, kind, name, country, act_id)
    SELECT party_id, 'COMPANY', name, country, %(act_id)s FROM fresh
    RETURNING id
)
INSERT INTO party_identifier (scheme, identifier, party_id, act_id)
SELECT DISTINCT v.scheme, v.identifier, coalesce(n.known_id, f.party_id), %(act_id)s::bigint
FROM named n LEFT JOIN fresh f ON n.known_id IS NULL AND f.main_number = n.main_number
CROSS JOIN LATERAL (VALUES ('siren', n.siren), ('siret', n.siret), ('vat', n.vat), ('lei', n.lei),
    ('foreign', n."foreign")) v (scheme, identifier)
WHERE v.identifier IS NOT NULL AND (n.known_id IS NOT NULL OR EXISTS (SELECT FROM opened WHERE id = f.party_id))
ON CONFLICT (scheme, identifier) DO NOTHING
