-- One row per buyer of a contract of whom a dated fact is told, each from its own source.
INSERT INTO term (contract_id, subject, subject_id, name, valid_from_on, value, source, act_id)
SELECT t.contract_id, 'BUYER', t.buyer_id, %(name)s, %(valid_from_on)s, %(value)s::jsonb, t.source,
    %(act_id)s
FROM unnest(%(contract_ids)s::bigint[], %(buyer_ids)s::bigint[],
    %(sources)s::text[]) AS t (contract_id, buyer_id, source)
