-- One row per line of some entries, by contract and id.
SELECT p.contract_id, p.entry_id, p.account, p.currency, p.amount_cents
FROM unnest(%(contract_ids)s::bigint[], %(entry_ids)s::bigint[]) w (contract_id, entry_id)
JOIN posting p ON p.contract_id = w.contract_id AND p.entry_id = w.entry_id
ORDER BY p.contract_id, p.entry_id, p.line
