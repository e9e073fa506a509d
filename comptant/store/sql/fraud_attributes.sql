-- One row per address, telephone and manager of a client or buyer of contracts, as of a day.
WITH named AS (
    SELECT client_id AS id FROM contract WHERE id = ANY (%(contract_ids)s::bigint[])
    UNION SELECT buyer_id FROM contract_buyer WHERE contract_id = ANY (%(contract_ids)s::bigint[])
)
SELECT DISTINCT ON (t.subject_id, t.name) t.subject_id AS party_id,
    CASE t.name WHEN 'postal_address' THEN 'ADDRESS' WHEN 'phone' THEN 'PHONE'
        ELSE 'OFFICER' END AS attribute_kind, coalesce(t.value #>> '{}', '') AS attribute_value
FROM named n JOIN term t ON t.contract_id = 0 AND t.subject = 'PARTY' AND t.subject_id = n.id
    AND t.name IN ('postal_address', 'phone', 'officer')
WHERE t.valid_from_on <= %(on)s::date
ORDER BY t.subject_id, t.name, t.valid_from_on DESC, t.recorded_at DESC
