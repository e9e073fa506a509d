-- One row per contract whose bytes were taken in before: the first remittance of them, and its act.
SELECT DISTINCT ON (r.contract_id) r.contract_id, r.id AS remittance_id, r.act_id
FROM unnest(%(contract_ids)s::bigint[], %(digests)s::bytea[]) AS d (contract_id, digest)
JOIN remittance r ON r.contract_id = d.contract_id AND r.digest = d.digest
ORDER BY r.contract_id, r.id
