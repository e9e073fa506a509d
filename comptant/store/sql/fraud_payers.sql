-- One row per other name of a client or buyer of contracts.
WITH named AS (
    SELECT client_id AS id FROM contract WHERE id = ANY (%(contract_ids)s::bigint[])
    UNION SELECT buyer_id FROM contract_buyer WHERE contract_id = ANY (%(contract_ids)s::bigint[])
)
SELECT DISTINCT w.party_id, w.name AS payer_name
FROM named n JOIN known_name w ON w.party_id = n.id
WHERE (w.contract_id = 0 OR w.contract_id = ANY (%(contract_ids)s::bigint[]))
ORDER BY 1, 2
