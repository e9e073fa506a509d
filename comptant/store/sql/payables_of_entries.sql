-- One row per payable that some entries have paid, with its step and what of the rebate was given.
SELECT s.contract_id, s.payable_id, s.step, s.amount_cents, s.entry_id, y.rebated_cents
FROM unnest(%(contract_ids)s::bigint[], %(ids)s::bigint[]) w (contract_id, id)
JOIN payable_step s ON s.contract_id = w.contract_id AND s.entry_id = w.id
    AND s.step IN ('REPAID', 'COLLECTED', 'RECOVERED')
JOIN payable_standing y ON y.contract_id = s.contract_id AND y.id = s.payable_id
ORDER BY s.contract_id, s.payable_id
