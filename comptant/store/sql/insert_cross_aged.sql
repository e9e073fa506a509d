-- One row per buyer of a contract that the close of a day stops, or lets go.
INSERT INTO term (contract_id, subject, subject_id, name, valid_from_on, value, source, act_id)
SELECT w.contract_id, 'BUYER', w.buyer_id, 'is_cross_aged', %(on)s, to_jsonb(w.is_cross_aged),
    'close of day', %(act_id)s
FROM unnest(%(contract_id)s::bigint[], %(buyer_id)s::bigint[],
    %(is_cross_aged)s::boolean[]) w (contract_id, buyer_id, is_cross_aged)
