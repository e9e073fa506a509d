-- One row per line of a bill that has been reversed: the same line, negative, on the reversal, less
-- what was given back of it before; what its period was computed on is again what it was before the
-- bill.
INSERT INTO charge (contract_id, entry_id, code, clause, vat_class, base_cents, rate_ppm,
    amount_cents,
    from_on, until_on, corrects_id, period_from_on, period_until_on, stretches,
    unit_count, unit_cents, act_id)
SELECT c.contract_id, %(reversal_id)s, c.code, c.clause, c.vat_class, b.cents - c.base_cents,
    c.rate_ppm, b.back_cents - c.amount_cents,
    c.from_on, c.until_on, c.id, c.period_from_on, c.period_until_on,
    CASE WHEN c.stretches IS NOT NULL THEN coalesce((SELECT b.stretches FROM charge b
        WHERE b.contract_id = c.contract_id AND b.code = c.code AND b.entry_id <> c.entry_id
            AND b.id < c.id
            AND coalesce(b.period_from_on, b.from_on) = coalesce(c.period_from_on, c.from_on)
            AND coalesce(b.period_until_on, b.until_on) = coalesce(c.period_until_on, c.until_on)
        ORDER BY b.id DESC LIMIT 1), '[]') END,
    -c.unit_count, c.unit_cents, %(act_id)s
FROM charge c
CROSS JOIN LATERAL (SELECT
    CASE c.code WHEN 'VAT' THEN %(share_cents)s + %(least_cents)s
        WHEN 'FEE-INV' THEN %(least_base_cents)s ELSE %(base_cents)s END AS cents,
    CASE c.code WHEN 'VAT' THEN %(vat_cents)s WHEN 'FEE-INV' THEN %(least_cents)s
        ELSE %(share_cents)s END AS back_cents) b
WHERE c.contract_id = %(contract_id)s AND c.entry_id = %(entry_id)s
    AND (c.amount_cents <> b.back_cents OR c.amount_cents = 0)
