-- One row per client and buyer of contracts, with the day on which it was registered.
WITH named AS (
    SELECT client_id AS id FROM contract WHERE id = ANY (%(contract_ids)s::bigint[])
    UNION SELECT buyer_id FROM contract_buyer WHERE contract_id = ANY (%(contract_ids)s::bigint[])
)
SELECT p.id AS party_id, p.name AS party_name, (
    SELECT (t.value #>> '{}')::date FROM term t WHERE t.contract_id = 0 AND t.subject = 'PARTY'
        AND t.subject_id = p.id AND t.name = 'registered_on' AND t.valid_from_on <= %(on)s::date
    ORDER BY t.valid_from_on DESC, t.recorded_at DESC LIMIT 1) AS registered_on
FROM named n JOIN party p ON p.id = n.id
ORDER BY p.id
