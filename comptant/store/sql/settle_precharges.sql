-- One row per charge taken in advance on an invoice that is closed and was not corrected yet: it is from now on.
UPDATE precharge p SET settled_on = %(on)s
FROM invoice i
WHERE p.contract_id = %(contract_id)s AND p.invoice_id = ANY (%(ids)s::bigint[]) AND p.settled_on IS NULL
    AND i.contract_id = p.contract_id AND i.id = p.invoice_id AND i.open_cents = 0
RETURNING p.invoice_id, p.funded_on, p.advance_cents, p.financing_rate_ppm, p.precomputed_interest_cents
