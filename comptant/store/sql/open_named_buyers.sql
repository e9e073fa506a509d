-- One row per buyer of a contract that a file tells by its name alone and that the contract does
-- not know: a party without a number.
WITH fresh AS (
    SELECT n.contract_id, min(n.name) AS name, min(n.country) AS country, nextval('ids') AS party_id
    FROM unnest(%(contract_id)s::bigint[], %(name)s::text[], %(country)s::text[]) AS n (contract_id,
        name, country)
    WHERE NOT EXISTS (SELECT FROM known_name m JOIN contract_buyer k
        ON k.contract_id = n.contract_id AND k.buyer_id = m.party_id
        WHERE lower(m.name) = lower(n.name) AND m.contract_id IN (0, n.contract_id))
    GROUP BY n.contract_id, lower(n.name)
), opened AS (
    INSERT INTO party (id, kind, name, country, act_id)
    SELECT party_id, 'COMPANY', name, country, %(act_id)s FROM fresh ORDER BY party_id
    RETURNING id
), called AS (
    INSERT INTO known_name (party_id, contract_id, name, source, act_id)
    SELECT f.party_id, f.contract_id, f.name, 'remitted', %(act_id)s FROM fresh f JOIN opened o
        ON o.id = f.party_id ORDER BY 1
)
INSERT INTO contract_buyer (contract_id, buyer_id, act_id)
SELECT f.contract_id, f.party_id, %(act_id)s FROM fresh f JOIN opened o ON o.id = f.party_id
ORDER BY 1, 2
