-- One row per buyer that the contract meets for the first time.
WITH sent_buyer AS (
    SELECT * FROM unnest(%(buyer_number)s::bigint[], %(siren)s::text[], %(siret)s::text[], %(vat)s::text[], %(lei)s::text[],
        %(foreign)s::text[], %(name)s::text[], %(country)s::text[], %(buyer_identifier_valid)s::boolean[])
        AS b (buyer_number, siren, siret, vat, lei, "foreign", name, country, buyer_identifier_valid)
)
INSERT INTO contract_buyer (contract_id, buyer_id, act_id)
SELECT DISTINCT %(contract_id)s::bigint, i.party_id, %(act_id)s::bigint
FROM sent_buyer b JOIN party_identifier i ON b.buyer_identifier_valid AND (i.scheme, i.identifier) IN
    (('siren', b.siren), ('siret', b.siret), ('vat', b.vat), ('lei', b.lei), ('foreign', b."foreign"))
ON CONFLICT DO NOTHING
