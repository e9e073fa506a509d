-- One row per line of what a contract was charged between two days: base, rate, clause, amount before VAT or the VAT itself.
SELECT h.id, e.entry_on, e.id AS entry_id, h.code AS charge_code, h.clause, h.base_cents, h.rate_ppm, h.amount_cents, k.currency, h.from_on, h.until_on
FROM charge h
JOIN entry e ON e.contract_id = h.contract_id AND e.id = h.entry_id
JOIN contract k ON k.id = h.contract_id
WHERE h.contract_id = %(contract_id)s AND e.entry_on >= coalesce(%(from_on)s, '-infinity'::date)
    AND e.entry_on <= coalesce(%(until_on)s, 'infinity'::date)
ORDER BY h.id DESC
