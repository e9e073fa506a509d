-- One row per file, kept byte for byte once; and one per file that the contract, if there is one,
-- has from now on.
WITH kept AS (
    INSERT INTO document (digest, name, media_type, content, contract_id, act_id)
    SELECT d.digest, d.name, %(media_type)s, d.content, %(contract_id)s, %(act_id)s
    FROM unnest(%(digests)s::bytea[], %(names)s::text[], %(contents)b::bytea[]) AS d (digest, name,
        content)
    ORDER BY d.digest
    ON CONFLICT (digest) DO NOTHING
)
INSERT INTO document_of (contract_id, digest, name, act_id)
SELECT DISTINCT ON (d.digest) %(contract_id)s::bigint, d.digest, d.name, %(act_id)s::bigint
FROM unnest(%(digests)s::bytea[], %(names)s::text[]) AS d (digest, name)
WHERE %(contract_id)s::bigint IS NOT NULL
ORDER BY d.digest
ON CONFLICT (digest, contract_id) DO NOTHING
