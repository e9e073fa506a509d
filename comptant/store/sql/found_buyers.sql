-- One row per buyer that the file names in a contract: the party it is, by its numbers or else by
-- its name in this contract, and whether it tells something new.
WITH named AS MATERIALIZED (  -- once per distinct buyer, in however many contracts
    SELECT b.*, CASE WHEN b.siren IS NOT NULL THEN coalesce(b.by_siren, b.by_siret)
            ELSE coalesce(b.by_vat, b.by_lei, b.by_foreign) END AS party_id,
        coalesce(b.vat LIKE 'FR%%' AND right(b.vat, 9) = b.siren, false) AS is_vat_proved
    FROM (SELECT b.buyer_number, b.name, b.buyer_identifier_valid, b.siren, b.siret, b.vat, b.lei,
        b."foreign",
            (SELECT party_id FROM party_identifier WHERE scheme = 'siren'
                AND identifier = b.siren) AS by_siren,
            (SELECT party_id FROM party_identifier WHERE scheme = 'siret'
                AND identifier = b.siret) AS by_siret,
            (SELECT party_id FROM party_identifier WHERE scheme = 'vat'
                AND identifier = b.vat) AS by_vat,
            (SELECT party_id FROM party_identifier WHERE scheme = 'lei'
                AND identifier = b.lei) AS by_lei,
            (SELECT party_id FROM party_identifier WHERE scheme = 'foreign'
                AND identifier = b."foreign") AS by_foreign
        FROM unnest(%(buyer_number)s::bigint[], %(siren)s::text[], %(siret)s::text[],
            %(vat)s::text[], %(lei)s::text[],
            %(foreign)s::text[], %(name)s::text[], %(country)s::text[],
                %(buyer_identifier_valid)s::boolean[])
            AS b (buyer_number, siren, siret, vat, lei, "foreign", name, country,
                buyer_identifier_valid)) b
)
SELECT a.contract_id, n.buyer_number, coalesce(n.party_id,
    CASE WHEN coalesce(n.siren, n.siret, n.vat, n.lei, n."foreign") IS NULL THEN (
        SELECT min(q.party_id) FROM (
            SELECT DISTINCT m.party_id FROM known_name m
            JOIN contract_buyer k ON k.contract_id = a.contract_id AND k.buyer_id = m.party_id
            WHERE lower(m.name) = lower(n.name) AND m.contract_id IN (0, a.contract_id)) q
        HAVING count(*) = 1) END) AS buyer_id,
    n.buyer_identifier_valid AND (
        n.party_id IS NULL
        OR (n.siren IS NOT NULL AND n.by_siren IS NULL)
            OR (n.siret IS NOT NULL AND n.by_siret IS NULL)
        OR (n.is_vat_proved AND n.by_vat IS NULL)
        OR NOT EXISTS (SELECT FROM contract_buyer k WHERE k.contract_id = a.contract_id
            AND k.buyer_id = n.party_id)
        OR (n.name <> '' AND NOT EXISTS (SELECT FROM known_name m
            WHERE m.party_id = n.party_id AND m.contract_id = a.contract_id AND m.name = n.name))
        OR EXISTS (  -- a number that proves nothing, and that this contract has not told yet
            SELECT FROM (VALUES ('vat', CASE WHEN NOT n.is_vat_proved OR n.by_vat IS NOT NULL
                THEN n.vat END, n.by_vat),
                ('lei', n.lei, n.by_lei), ('foreign', n."foreign", n.by_foreign)) v (scheme,
                    identifier, party_id)
            WHERE v.identifier IS NOT NULL AND v.party_id IS DISTINCT FROM n.party_id
                AND NOT EXISTS (SELECT FROM number_claim w WHERE w.contract_id = a.contract_id
                    AND w.party_id = n.party_id
                    AND w.scheme = v.scheme AND w.identifier = v.identifier))) AS is_new
FROM unnest(%(contract_id)s::bigint[], %(named_in)s::bigint[]) AS a (contract_id, buyer_number)
JOIN named n ON n.buyer_number = a.buyer_number
