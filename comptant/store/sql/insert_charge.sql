-- One row: a line of a bill to the client.
INSERT INTO charge (contract_id, entry_id, code, clause, vat_class, base_cents, rate_ppm, amount_cents,
    from_on, until_on, corrects_id, act_id)
VALUES (%(contract_id)s, %(entry_id)s, %(code)s, %(clause)s, %(vat_class)s, %(base_cents)s, %(rate_ppm)s,
    %(amount_cents)s, %(from_on)s, %(until_on)s, CASE WHEN %(is_correction)s THEN (
        SELECT min(id) FROM charge WHERE contract_id = %(contract_id)s AND code = %(code)s
            AND from_on = %(from_on)s AND until_on = %(until_on)s) END, %(act_id)s)
