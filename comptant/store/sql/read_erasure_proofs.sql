-- One row per erasure, the latest first: what went, under which rule, and its digest.
SELECT e.id AS proof_id, e.kind AS retention_kind, e.row_count, e.source, e.until_on, e.erased_on,
    encode(e.digest, 'hex') AS digest, e.approval_id
FROM erasure_proof e
ORDER BY e.id DESC
