-- One row per contract whose over-advance was ever found: the last one.
SELECT w.contract_id, o.over_advance_cents
FROM unnest(%(ids)s::bigint[]) w (contract_id)
CROSS JOIN LATERAL (SELECT over_advance_cents FROM over_advance
    WHERE contract_id = w.contract_id AND from_on < %(on)s ORDER BY from_on DESC LIMIT 1) o
