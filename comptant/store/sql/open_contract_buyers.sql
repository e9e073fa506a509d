-- One row per buyer that the contract meets for the first time.
INSERT INTO contract_buyer (contract_id, buyer_id, act_id)
SELECT DISTINCT %(contract_id)s::bigint, i.party_id, %(act_id)s::bigint
FROM sent_buyer b JOIN party_identifier i ON b.buyer_identifier_valid AND (i.scheme, i.identifier) IN
    (('siren', b.siren), ('siret', b.siret), ('vat', b.vat), ('lei', b.lei), ('foreign', b."foreign"))
ON CONFLICT DO NOTHING
