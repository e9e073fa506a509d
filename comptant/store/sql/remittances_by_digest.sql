-- One row per contract whose bytes were taken in before: the first remittance of them, its act,
-- whether something may be new.
SELECT DISTINCT ON (r.contract_id) r.contract_id, r.id AS remittance_id, r.act_id,
    r.refused_count > 0 OR EXISTS (SELECT FROM invoice i WHERE i.contract_id = r.contract_id
        AND i.remittance_id = r.id
        AND NOT EXISTS (SELECT FROM held h WHERE h.fingerprint = i.fingerprint)) AS may_change
FROM unnest(%(contract_ids)s::bigint[], %(digests)s::bytea[]) AS d (contract_id, digest)
JOIN remittance r ON r.contract_id = d.contract_id AND r.digest = d.digest
ORDER BY r.contract_id, r.id
