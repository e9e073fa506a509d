-- One row at most: an advice that says the same of the same payment, if that still waits, or if a
-- day or a reference tells it from another of the same amounts.
SELECT a.id FROM advice a
WHERE a.amount_cents = %(amount_cents)s AND a.contract_id = %(contract_id)s
    AND a.buyer_id = %(buyer_id)s AND a.currency = %(currency)s
    AND a.reference = %(reference)s AND a.paid_on IS NOT DISTINCT FROM %(paid_on)s::date
    AND (a.reference <> '' OR a.paid_on IS NOT NULL OR NOT EXISTS (SELECT FROM advice_use u
        WHERE u.contract_id = a.contract_id AND u.advice_id = a.id))
    AND (SELECT array_agg(ROW(l.invoice_id, l.amount_cents, l.deduction_cents)::text
            ORDER BY l.invoice_id)
        FROM advice_line l WHERE l.contract_id = a.contract_id AND l.advice_id = a.id)
    = (SELECT array_agg(ROW(t.invoice_id, t.cents, t.kept)::text ORDER BY t.invoice_id)
        FROM unnest(%(invoice_ids)s::bigint[], %(cents)s::bigint[], %(deductions)s::bigint[])
            AS t (invoice_id, cents, kept))
LIMIT 1
