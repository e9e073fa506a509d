-- One row per line that a fact tells of a client or buyer of contracts, as of a day: the places
-- where it takes deliveries (delivery_sites) or its carriers (carriers), under either name.
WITH named AS (
    SELECT client_id AS id FROM contract WHERE id = ANY (%(contract_ids)s::bigint[])
    UNION SELECT buyer_id FROM contract_buyer WHERE contract_id = ANY (%(contract_ids)s::bigint[])
)
SELECT DISTINCT v.party_id, btrim(line.told) AS delivery_place,
    btrim(line.told) AS carrier_name
FROM (
    SELECT DISTINCT ON (t.subject_id) t.subject_id AS party_id, t.value #>> '{}' AS told
    FROM named n JOIN term t ON t.contract_id = 0 AND t.subject = 'PARTY' AND t.subject_id = n.id
        AND t.name = %(name)s
    WHERE t.valid_from_on <= %(on)s::date
    ORDER BY t.subject_id, t.valid_from_on DESC, t.recorded_at DESC
) v CROSS JOIN LATERAL regexp_split_to_table(coalesce(v.told, ''), E'\n') AS line (told)
WHERE btrim(line.told) <> ''
ORDER BY 1, 2
