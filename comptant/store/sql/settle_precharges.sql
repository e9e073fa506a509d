-- One row per charge taken in advance on an invoice that is closed and was not corrected yet: it is from now on.
UPDATE precharge p SET settled_on = w.value_on
FROM unnest(%(contract_id)s::bigint[], %(invoice_id)s::bigint[], %(value_on)s::date[], %(event)s::text[])
    w (contract_id, invoice_id, value_on, event)
JOIN invoice i ON i.contract_id = w.contract_id AND i.id = w.invoice_id AND i.open_cents = 0
WHERE p.contract_id = w.contract_id AND p.invoice_id = w.invoice_id AND p.settled_on IS NULL
RETURNING p.contract_id, w.event, p.invoice_id, p.funded_on, w.value_on AS collection_value_on, p.advance_cents,
    p.financing_rate_ppm, p.precomputed_interest_cents
