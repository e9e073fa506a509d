-- One row per payment that has paid of debts that the guarantee had taken, of the invoices asked
-- for: by the entries since it had.
SELECT DISTINCT m.item_id AS payment_id FROM entry e
JOIN movement m ON m.contract_id = e.contract_id AND m.entry_id = e.id
    AND m.account = 'UNAL' AND m.against_id = ANY (%(ids)s::bigint[])
WHERE e.contract_id = %(contract_id)s AND e.event = 'recovery'
    AND e.id > (SELECT min(g.entry_id) FROM guarantee g
        WHERE g.contract_id = %(contract_id)s AND g.invoice_id = ANY (%(ids)s::bigint[]))
ORDER BY 1
