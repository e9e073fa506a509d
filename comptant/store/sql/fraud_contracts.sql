-- One row per contract looked at for fraud, with its client.
SELECT k.id AS contract_id, k.client_id
FROM contract k WHERE k.id = ANY (%(contract_ids)s::bigint[]) AND NOT k.is_house
ORDER BY k.id
