-- One row per dated fact about a subject of a contract, all from one source and day.
INSERT INTO term (contract_id, subject, subject_id, name, valid_from_on, value, source, act_id)
SELECT t.contract_id, t.subject, t.subject_id, t.name, %(valid_from_on)s, t.value::jsonb,
    %(source)s, %(act_id)s
FROM unnest(%(contract_id)s::bigint[], %(subject)s::text[], %(subject_id)s::bigint[],
    %(name)s::text[], %(value)s::text[])
    AS t (contract_id, subject, subject_id, name, value)
