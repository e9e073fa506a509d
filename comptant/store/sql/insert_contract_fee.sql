-- One row: a fee of a contract from a day on, with its prices by tiers.
INSERT INTO contract_fee (contract_id, fee_code, charge_unit, valid_from_on, tier_from, unit_cents,
    charge_ppm, source, act_id)
VALUES (%(contract_id)s, %(fee_code)s, %(charge_unit)s, %(from_on)s, %(tier_from)s::bigint[],
    %(unit_cents)s::bigint[], %(charge_ppm)s::bigint[], %(source)s, %(act_id)s)
