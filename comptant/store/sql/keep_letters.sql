-- One row per letter: its document, kept byte for byte and told to its contract, and what
-- it is the paper of.
WITH made AS (
    SELECT * FROM unnest(%(contract_ids)s::bigint[], %(subject_ids)s::bigint[],
        %(languages)s::text[], %(digests)s::bytea[],
        %(names)s::text[], %(contents)b::bytea[]) AS m (contract_id, subject_id, language, digest,
            name, content)
), kept AS (
    INSERT INTO document (digest, name, media_type, content, contract_id, act_id)
    SELECT digest, name, 'application/pdf', content, contract_id, %(act_id)s FROM made
        ON CONFLICT (digest) DO NOTHING
), told AS (
    INSERT INTO document_of (contract_id, digest, name, act_id)
    SELECT contract_id, digest, name, %(act_id)s FROM made
        ON CONFLICT (digest, contract_id) DO NOTHING
)
INSERT INTO paper (contract_id, kind, subject_id, language, digest, act_id)
SELECT contract_id, %(kind)s, subject_id, language, digest, %(act_id)s FROM made
