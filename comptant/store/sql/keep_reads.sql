-- One row added per read of sensitive data that a look has made.
INSERT INTO kept_read (user_id, company_id, key_id, kind, name, about, row_count)
SELECT %(user_id)s, %(company_id)s, %(key_id)s, r.kind, r.name, r.about::jsonb, r.row_count
FROM unnest(%(kinds)s::text[], %(names)s::text[], %(about)s::text[], %(counts)s::bigint[])
    WITH ORDINALITY r (kind, name, about, row_count, place)
ORDER BY r.place
