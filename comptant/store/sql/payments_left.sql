-- One row per payment asked for: what of it waits.
SELECT p.contract_id, p.id AS item_id, p.open_cents FROM payment p
JOIN unnest(%(contract_id)s::bigint[], %(item_id)s::bigint[]) w (contract_id, item_id)
    ON w.contract_id = p.contract_id AND w.item_id = p.id
