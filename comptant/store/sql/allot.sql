-- One row per contract: its share of the ceiling from now on.
INSERT INTO allotment (ceiling_id, contract_id, amount_cents, act_id, on_date)
SELECT %(ceiling_id)s, s.contract_id, s.amount_cents, %(act_id)s, %(on)s
FROM unnest(%(contract_id)s::bigint[], %(share_cents)s::bigint[]) AS s (contract_id, amount_cents)
ORDER BY s.contract_id
