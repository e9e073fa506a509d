-- One row per file, kept byte for byte once.
INSERT INTO document (digest, name, media_type, content, contract_id, act_id)
SELECT d.digest, d.name, %(media_type)s, d.content, %(contract_id)s, %(act_id)s
FROM unnest(%(digests)s::bytea[], %(names)s::text[], %(contents)b::bytea[]) AS d (digest, name, content)
ORDER BY d.digest
ON CONFLICT (digest) DO NOTHING
