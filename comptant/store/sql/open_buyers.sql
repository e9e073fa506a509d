-- One row per further number of a party that the file proves; a party nobody knew is opened with
-- its main number.
WITH sent_buyer AS (
    SELECT * FROM unnest(%(buyer_number)s::bigint[], %(siren)s::text[], %(siret)s::text[],
        %(vat)s::text[], %(lei)s::text[],
        %(foreign)s::text[], %(name)s::text[], %(country)s::text[],
            %(buyer_identifier_valid)s::boolean[])
        AS b (buyer_number, siren, siret, vat, lei, "foreign", name, country,
            buyer_identifier_valid)
), named AS (
    SELECT b.*, CASE WHEN b.siren IS NOT NULL THEN coalesce(
            (SELECT party_id FROM party_identifier WHERE scheme = 'siren' AND identifier = b.siren),
            (SELECT party_id FROM party_identifier WHERE scheme = 'siret' AND identifier = b.siret))
        ELSE coalesce(
            (SELECT party_id FROM party_identifier WHERE scheme = 'vat' AND identifier = b.vat),
            (SELECT party_id FROM party_identifier WHERE scheme = 'lei' AND identifier = b.lei),
            (SELECT party_id FROM party_identifier WHERE scheme = 'foreign'
                AND identifier = b."foreign")) END AS known_id,
        CASE WHEN b.siren IS NOT NULL THEN 'siren' WHEN b.vat IS NOT NULL THEN 'vat'
            WHEN b.lei IS NOT NULL THEN 'lei' ELSE 'foreign' END AS main_scheme,
        coalesce(b.siren, b.vat, b.lei, b."foreign") AS main_number
    FROM sent_buyer b WHERE b.buyer_identifier_valid
), fresh AS (
    SELECT main_scheme, main_number, min(name) AS name, min(country) AS country,
        nextval('ids') AS party_id
    FROM named WHERE known_id IS NULL GROUP BY main_scheme, main_number
-- in one order: another file may meet the same buyers now, and then opens none of them
), claimed AS (
    INSERT INTO party_identifier (scheme, identifier, party_id, act_id)
    SELECT main_scheme, main_number, party_id, %(act_id)s FROM fresh
        ORDER BY main_scheme, main_number
    ON CONFLICT (scheme, identifier) DO NOTHING
    RETURNING party_id
), opened AS (
    INSERT INTO party (id, kind, name, country, act_id)
    SELECT party_id, 'COMPANY', name, country, %(act_id)s FROM fresh
        WHERE party_id IN (SELECT party_id FROM claimed)
    RETURNING id
)
INSERT INTO party_identifier (scheme, identifier, party_id, act_id)
SELECT DISTINCT v.scheme, v.identifier, coalesce(n.known_id, f.party_id), %(act_id)s::bigint
FROM named n LEFT JOIN fresh f
    ON n.known_id IS NULL AND f.main_scheme = n.main_scheme AND f.main_number = n.main_number
-- a SIRET and a French VAT number hold the SIREN
CROSS JOIN LATERAL (VALUES ('siren', n.siren), ('siret', n.siret),
    ('vat', CASE WHEN n.vat LIKE 'FR%%' AND right(n.vat, 9) = n.siren THEN n.vat END)) v (scheme,
        identifier)
WHERE v.identifier IS NOT NULL AND (n.known_id IS NOT NULL OR (
    f.party_id IN (SELECT id FROM opened)
        AND (v.scheme, v.identifier) <> (f.main_scheme, f.main_number)))
ORDER BY 1, 2
ON CONFLICT (scheme, identifier) DO NOTHING
