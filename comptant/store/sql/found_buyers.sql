-- One row per distinct buyer of the file: the party it is, by its numbers or else by its name in this contract, and whether one of the numbers is new.
WITH sent_buyer AS (
    SELECT * FROM unnest(%(buyer_number)s::bigint[], %(siren)s::text[], %(siret)s::text[], %(vat)s::text[], %(lei)s::text[],
        %(foreign)s::text[], %(name)s::text[], %(country)s::text[], %(buyer_identifier_valid)s::boolean[])
        AS b (buyer_number, siren, siret, vat, lei, "foreign", name, country, buyer_identifier_valid)
)
SELECT b.buyer_number, coalesce(
    (SELECT party_id FROM party_identifier WHERE scheme = 'siren' AND identifier = b.siren),
    (SELECT party_id FROM party_identifier WHERE scheme = 'siret' AND identifier = b.siret),
    (SELECT party_id FROM party_identifier WHERE scheme = 'vat' AND identifier = b.vat),
    (SELECT party_id FROM party_identifier WHERE scheme = 'lei' AND identifier = b.lei),
    (SELECT party_id FROM party_identifier WHERE scheme = 'foreign' AND identifier = b."foreign"),
    (SELECT min(p.id) FROM contract_buyer k JOIN party p ON p.id = k.buyer_id
     WHERE k.contract_id = %(contract_id)s AND lower(p.name) = lower(b.name)
        AND b.siren IS NULL AND b.siret IS NULL AND b.vat IS NULL AND b.lei IS NULL AND b."foreign" IS NULL
     HAVING count(*) = 1)) AS buyer_id,
    b.buyer_identifier_valid AND EXISTS (
        SELECT FROM (VALUES ('siren', b.siren), ('siret', b.siret), ('vat', b.vat), ('lei', b.lei),
            ('foreign', b."foreign")) v (scheme, identifier)
        LEFT JOIN party_identifier i ON i.scheme = v.scheme AND i.identifier = v.identifier
        LEFT JOIN contract_buyer k ON k.contract_id = %(contract_id)s AND k.buyer_id = i.party_id
        WHERE v.identifier IS NOT NULL AND k.buyer_id IS NULL) AS is_new
FROM sent_buyer b
