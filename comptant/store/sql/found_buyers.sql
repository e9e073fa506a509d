-- One row per buyer that the file names in a contract: the party it is, by its numbers or else by its name in this contract, and whether one of the numbers is new.
WITH named AS MATERIALIZED (  -- once per distinct buyer, in however many contracts
    SELECT b.buyer_number, lower(b.name) AS name, b.buyer_identifier_valid, b.siren, b.siret, b.vat, b.lei, b."foreign",
        (SELECT party_id FROM party_identifier WHERE scheme = 'siren' AND identifier = b.siren) AS by_siren,
        (SELECT party_id FROM party_identifier WHERE scheme = 'siret' AND identifier = b.siret) AS by_siret,
        (SELECT party_id FROM party_identifier WHERE scheme = 'vat' AND identifier = b.vat) AS by_vat,
        (SELECT party_id FROM party_identifier WHERE scheme = 'lei' AND identifier = b.lei) AS by_lei,
        (SELECT party_id FROM party_identifier WHERE scheme = 'foreign' AND identifier = b."foreign") AS by_foreign
    FROM unnest(%(buyer_number)s::bigint[], %(siren)s::text[], %(siret)s::text[], %(vat)s::text[], %(lei)s::text[],
        %(foreign)s::text[], %(name)s::text[], %(country)s::text[], %(buyer_identifier_valid)s::boolean[])
        AS b (buyer_number, siren, siret, vat, lei, "foreign", name, country, buyer_identifier_valid)
)
SELECT a.contract_id, n.buyer_number, coalesce(n.by_siren, n.by_siret, n.by_vat, n.by_lei, n.by_foreign,
    CASE WHEN coalesce(n.siren, n.siret, n.vat, n.lei, n."foreign") IS NULL THEN (
        SELECT min(p.id) FROM contract_buyer k JOIN party p ON p.id = k.buyer_id
        WHERE k.contract_id = a.contract_id AND lower(p.name) = n.name HAVING count(*) = 1) END) AS buyer_id,
    n.buyer_identifier_valid AND (
        (n.siren IS NOT NULL AND n.by_siren IS NULL) OR (n.siret IS NOT NULL AND n.by_siret IS NULL)
        OR (n.vat IS NOT NULL AND n.by_vat IS NULL) OR (n.lei IS NOT NULL AND n.by_lei IS NULL)
        OR (n."foreign" IS NOT NULL AND n.by_foreign IS NULL)
        OR EXISTS (SELECT FROM unnest(ARRAY[n.by_siren, n.by_siret, n.by_vat, n.by_lei, n.by_foreign]) q (party_id)
            WHERE q.party_id IS NOT NULL AND NOT EXISTS (
                SELECT FROM contract_buyer k WHERE k.contract_id = a.contract_id AND k.buyer_id = q.party_id))) AS is_new
FROM unnest(%(contract_id)s::bigint[], %(named_in)s::bigint[]) AS a (contract_id, buyer_number)
JOIN named n ON n.buyer_number = a.buyer_number
