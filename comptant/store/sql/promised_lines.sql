-- One row per invoice of a promise that was not taken back, made by a day: what is still
-- promised of it.
SELECT l.contract_id, l.promise_id, l.invoice_id,
    least(l.promised_cents, greatest(i.open_cents - (l.open_cents - l.promised_cents), 0))
        AS promised_cents
FROM promise p
JOIN promise_line l ON l.contract_id = p.contract_id AND l.promise_id = p.id
JOIN invoice i ON i.contract_id = l.contract_id AND i.id = l.invoice_id
WHERE p.promised_on <= %(on)s AND i.open_cents > 0
    AND (%(contract_id)s::bigint IS NULL OR p.contract_id = %(contract_id)s)
    AND NOT EXISTS (SELECT FROM promise_end e WHERE e.contract_id = p.contract_id
        AND e.promise_id = p.id)
