-- One row per line of a bill to a client; the correction of a period names the first line billed in
-- it.
INSERT INTO charge (contract_id, entry_id, code, clause, vat_class, base_cents, rate_ppm,
    amount_cents,
    from_on, until_on, corrects_id, period_from_on, period_until_on, stretches, unit_count,
    unit_cents, act_id)
SELECT w.contract_id, w.entry_id, w.code, w.clause, w.vat_class, w.base_cents, w.rate_ppm,
    w.amount_cents,
    w.from_on, w.until_on, CASE WHEN w.is_correction THEN (
        SELECT min(c.id) FROM charge c WHERE c.contract_id = w.contract_id AND c.code = w.code
            AND c.from_on >= coalesce(w.period_from_on, w.from_on)
                AND c.until_on = coalesce(w.period_until_on, w.until_on)
            AND c.corrects_id IS NULL) END,
    w.period_from_on, w.period_until_on, w.stretches::jsonb, w.unit_count,
    w.unit_cents, %(act_id)s
FROM unnest(%(contract_id)s::bigint[], %(entry_id)s::bigint[], %(code)s::text[], %(clause)s::text[],
    %(vat_class)s::text[], %(base_cents)s::bigint[], %(rate_ppm)s::bigint[],
        %(amount_cents)s::bigint[],
    %(from_on)s::date[], %(until_on)s::date[], %(is_correction)s::boolean[],
        %(period_from_on)s::date[],
    %(period_until_on)s::date[], %(stretches)s::text[], %(unit_count)s::bigint[],
    %(unit_cents)s::bigint[])
    w (contract_id, entry_id, code, clause, vat_class, base_cents, rate_ppm, amount_cents, from_on,
        until_on,
        is_correction, period_from_on, period_until_on, stretches, unit_count, unit_cents)
