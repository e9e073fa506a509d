-- One row per paper of a kind that was issued about some subjects of contracts, in a language.
SELECT p.contract_id, p.subject_id, encode(p.digest, 'hex') AS digest
FROM paper p
WHERE p.kind = %(kind)s AND p.language = %(language)s
    AND (p.contract_id, p.subject_id) IN (SELECT *
        FROM unnest(%(contract_ids)s::bigint[], %(subject_ids)s::bigint[]))
