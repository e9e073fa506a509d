-- One row: a file that came in or went out, byte for byte, under the name that the reader knows it
-- by.
SELECT coalesce(o.name, d.name) AS name, d.media_type, d.content
FROM document d
LEFT JOIN LATERAL (SELECT x.name FROM document_of x WHERE x.digest = d.digest
    ORDER BY x.act_id, x.contract_id LIMIT 1) o ON true
WHERE d.digest = decode(%(digest)s, 'hex')
