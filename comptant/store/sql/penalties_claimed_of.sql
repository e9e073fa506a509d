-- One row per penalty claimed of invoices asked for that was neither undone nor waived whole.
SELECT p.id, p.entry_id, i.invoice_number
FROM penalty p
JOIN invoice i ON i.contract_id = p.contract_id AND i.id = p.invoice_id
WHERE p.contract_id = %(contract_id)s AND p.invoice_id = ANY (%(ids)s::bigint[])
    AND NOT p.is_undone AND (p.open_cents > 0 OR EXISTS (
        SELECT FROM movement m WHERE m.contract_id = p.contract_id AND m.item_id = p.id
            AND m.account = 'PEN' AND m.against_id <> 0
        GROUP BY m.against_id HAVING sum(m.amount_cents) <> 0))
ORDER BY p.id
