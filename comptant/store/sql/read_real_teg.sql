-- One row: what the financing billed to a contract between two days, or by one entry, cost, and the
-- numbers (cents x days) that it was computed on; of a base with the fund, those of the fund apart.
-- A line in advance, on orders or put right has the numbers that its amount and rate make.
WITH line AS (
    SELECT c.code, c.amount_cents, c.from_on, c.until_on,
        CASE WHEN c.code NOT IN ('INT', 'INT-ADV', 'INT-CDE') THEN 0
            WHEN c.code = 'INT' AND c.corrects_id IS NULL
                THEN c.base_cents::numeric * (c.until_on - c.from_on)
            WHEN c.rate_ppm > 0 THEN round(c.amount_cents * 360000000.0 / c.rate_ppm)
            ELSE 0 END AS numbers,
        c.code = 'INT' AND c.corrects_id IS NULL AND 'FUNDS_IN_USE_AND_FUND' = (
            SELECT t.value #>> '{}' FROM term t WHERE t.contract_id = c.contract_id
                AND t.subject = 'CONTRACT' AND t.name = 'interest_base'
                AND t.valid_from_on <= c.from_on
            ORDER BY t.valid_from_on DESC, t.recorded_at DESC LIMIT 1) AS is_with_fund
    FROM charge c
    JOIN entry e ON e.contract_id = c.contract_id AND e.id = c.entry_id
    WHERE c.contract_id = %(contract_id)s
        AND (%(entry_id)s::bigint IS NULL OR c.entry_id = %(entry_id)s)
        AND e.entry_on >= coalesce(%(from_on)s::date, '-infinity')
        AND e.entry_on <= coalesce(%(until_on)s::date, 'infinity')
)
SELECT coalesce(sum(l.amount_cents) FILTER (WHERE l.code IN ('INT', 'INT-ADV', 'INT-CDE')),
        0)::bigint AS financing_charge_cents,
    coalesce(sum(l.amount_cents) FILTER (WHERE l.code IN
        ('FEE-DEP', 'FEE-DER', 'FEE-DOS', 'FEE-ENG', 'FEE-NUT')), 0)::bigint
        AS linked_charges_cents,
    coalesce(sum(l.amount_cents) FILTER (WHERE l.code IN
        ('FEE-AFF', 'FEE-INV', 'FEE-MIN', 'FEE-TIE')), 0)::bigint AS fee_cents,
    coalesce(sum(l.amount_cents) FILTER (WHERE l.code = 'FEE-PACK'), 0)::bigint
        AS package_fee_cents,
    coalesce(sum(l.numbers), 0)::bigint AS debit_numbers,
    coalesce(sum(f.numbers) FILTER (WHERE l.is_with_fund), 0)::bigint AS fund_numbers
FROM line l
LEFT JOIN LATERAL (
    SELECT -sum(b.amount_cents::numeric * (l.until_on - greatest(b.value_on, l.from_on))) AS numbers
    FROM balance b WHERE l.is_with_fund AND b.contract_id = %(contract_id)s
        AND b.account = 'FDG' AND b.value_on < l.until_on) f ON true
