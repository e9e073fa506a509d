-- One row per number that a contract's files give a buyer and that proves nothing; the buyers that
-- it meets for the first time, and the names that it gives them.
WITH sent_buyer AS (
    SELECT * FROM unnest(%(buyer_number)s::bigint[], %(siren)s::text[], %(siret)s::text[],
        %(vat)s::text[], %(lei)s::text[],
        %(foreign)s::text[], %(name)s::text[], %(country)s::text[],
            %(buyer_identifier_valid)s::boolean[])
        AS b (buyer_number, siren, siret, vat, lei, "foreign", name, country,
            buyer_identifier_valid)
), named AS MATERIALIZED (
    SELECT b.*, CASE WHEN b.siren IS NOT NULL THEN coalesce(
            (SELECT party_id FROM party_identifier WHERE scheme = 'siren' AND identifier = b.siren),
            (SELECT party_id FROM party_identifier WHERE scheme = 'siret' AND identifier = b.siret))
        ELSE coalesce(
            (SELECT party_id FROM party_identifier WHERE scheme = 'vat' AND identifier = b.vat),
            (SELECT party_id FROM party_identifier WHERE scheme = 'lei' AND identifier = b.lei),
            (SELECT party_id FROM party_identifier WHERE scheme = 'foreign'
                AND identifier = b."foreign")) END AS party_id
    FROM sent_buyer b WHERE b.buyer_identifier_valid
), met AS MATERIALIZED (
    SELECT a.contract_id, n.* FROM unnest(%(contract_id)s::bigint[],
        %(named_in)s::bigint[]) AS a (contract_id, buyer_number)
    JOIN named n ON n.buyer_number = a.buyer_number AND n.party_id IS NOT NULL
), bought AS (
    INSERT INTO contract_buyer (contract_id, buyer_id, act_id)
    SELECT DISTINCT contract_id, party_id, %(act_id)s::bigint FROM met ORDER BY 1, 2
    ON CONFLICT DO NOTHING
), called AS (
    INSERT INTO known_name (party_id, contract_id, name, source, act_id)
    SELECT DISTINCT party_id, contract_id, name, 'remitted', %(act_id)s::bigint FROM met
        WHERE name <> '' ORDER BY 1, 2, 3
    ON CONFLICT DO NOTHING
)
INSERT INTO number_claim (contract_id, party_id, scheme, identifier, name, act_id)
SELECT m.contract_id, m.party_id, v.scheme, v.identifier, min(m.name), %(act_id)s::bigint
FROM met m CROSS JOIN LATERAL (VALUES ('vat', m.vat), ('lei', m.lei),
    ('foreign', m."foreign")) v (scheme, identifier)
WHERE v.identifier IS NOT NULL AND NOT EXISTS (SELECT FROM party_identifier i
    WHERE i.scheme = v.scheme AND i.identifier = v.identifier AND i.party_id = m.party_id)
GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
ON CONFLICT DO NOTHING
