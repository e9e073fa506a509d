-- One row per buyer that a contract meets for the first time.
WITH sent_buyer AS (
    SELECT * FROM unnest(%(buyer_number)s::bigint[], %(siren)s::text[], %(siret)s::text[], %(vat)s::text[], %(lei)s::text[],
        %(foreign)s::text[], %(name)s::text[], %(country)s::text[], %(buyer_identifier_valid)s::boolean[])
        AS b (buyer_number, siren, siret, vat, lei, "foreign", name, country, buyer_identifier_valid)
), named AS MATERIALIZED (
    SELECT b.buyer_number, i.party_id FROM sent_buyer b
    CROSS JOIN LATERAL (VALUES ('siren', b.siren), ('siret', b.siret), ('vat', b.vat), ('lei', b.lei),
        ('foreign', b."foreign")) v (scheme, identifier)
    JOIN party_identifier i ON i.scheme = v.scheme AND i.identifier = v.identifier
    WHERE b.buyer_identifier_valid
)
INSERT INTO contract_buyer (contract_id, buyer_id, act_id)
SELECT DISTINCT a.contract_id, n.party_id, %(act_id)s::bigint
FROM unnest(%(contract_id)s::bigint[], %(named_in)s::bigint[]) AS a (contract_id, buyer_number)
JOIN named n ON n.buyer_number = a.buyer_number
ORDER BY 1, 2
ON CONFLICT DO NOTHING
