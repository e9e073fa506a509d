-- One row: the price of a fee that is due for an act, as in force on a day, and whether this act
-- has been billed; none where the contract has no such fee.
SELECT f.unit_cents[1] AS unit_cents, f.charge_ppm[1] AS charge_ppm,
    EXISTS (SELECT FROM fee_billed b WHERE b.contract_id = f.contract_id
        AND b.fee_code = f.fee_code AND b.charge_unit = f.charge_unit
        AND b.cause = %(cause)s) AS is_billed
FROM (
    SELECT * FROM contract_fee w
    WHERE w.contract_id = %(contract_id)s AND w.fee_code = %(fee_code)s AND w.charge_unit = 'ACT'
        AND w.valid_from_on <= %(on)s
    ORDER BY w.valid_from_on DESC, w.recorded_at DESC LIMIT 1
) f
WHERE cardinality(f.unit_cents) > 0
