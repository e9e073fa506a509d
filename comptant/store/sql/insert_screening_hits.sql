-- One row per hit that is new: the same name was not found alike with the same entry before.
INSERT INTO screening_hit (list_name, list_on, entry_key, entry_digest, listed_name, subject,
    party_id, name, near_ppm, why, found_on, act_id)
SELECT %(list_name)s, %(list_on)s, t.entry_key, decode(t.entry_digest, 'hex'), t.listed_name,
    t.subject, t.party_id, t.name, t.near_ppm, t.why::jsonb, %(on)s, %(act_id)s
FROM unnest(%(entry_key)s::text[], %(entry_digest)s::text[], %(listed_name)s::text[],
    %(subject)s::text[], %(party_id)s::bigint[], %(name)s::text[], %(near_ppm)s::bigint[],
    %(why)s::text[])
    AS t (entry_key, entry_digest, listed_name, subject, party_id, name, near_ppm, why)
ORDER BY t.near_ppm DESC, t.name
ON CONFLICT DO NOTHING
RETURNING id AS hit_id, subject, party_id, near_ppm
