-- One row per cause of a fee that a bill has; one that was billed before stops the bill.
INSERT INTO fee_billed (contract_id, fee_code, charge_unit, cause, until_on, entry_id, act_id)
SELECT w.contract_id, w.fee_code, w.charge_unit, w.cause, w.until_on, w.entry_id, %(act_id)s
FROM unnest(%(contract_id)s::bigint[], %(fee_code)s::text[], %(charge_unit)s::text[],
    %(fee_cause)s::text[], %(until_on)s::date[], %(entry_id)s::bigint[])
    w (contract_id, fee_code, charge_unit, cause, until_on, entry_id)
