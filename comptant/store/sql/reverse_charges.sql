-- One row per line of a bill that has been reversed: the same line, negative, on the reversal.
INSERT INTO charge (contract_id, entry_id, code, clause, vat_class, base_cents, rate_ppm, amount_cents,
    from_on, until_on, corrects_id, act_id)
SELECT contract_id, %(reversal_id)s, code, clause, vat_class, -base_cents, rate_ppm, -amount_cents,
    from_on, until_on, id, %(act_id)s
FROM charge WHERE contract_id = %(contract_id)s AND entry_id = %(entry_id)s
