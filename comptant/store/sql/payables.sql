-- One row per payable of some programmes: what is known of it, how it stands; of those named, or of
-- suppliers that are paid early without asking.
SELECT y.contract_id, y.id AS payable_id, y.buyer_id, y.supplier_id, y.invoice_number, y.issued_on,
    y.due_on, y.currency,
    y.amount_cents, y.state AS payable_state, y.is_bought, y.is_defaulted, y.open_cents,
        y.owed_supplier_cents,
    m.step AS supplier_step, (SELECT h.contract_id <> y.contract_id OR h.invoice_id <> y.id
        FROM held h
        WHERE h.returned_for IS NULL AND h.fingerprint = payable_fingerprint(y.supplier_id,
            y.buyer_id, y.number_key, y.issued_on, y.amount_cents)) AS is_held
FROM payable_standing y
LEFT JOIN programme_member m ON m.contract_id = y.contract_id AND m.supplier_id = y.supplier_id
WHERE y.contract_id = ANY (%(contract_ids)s::bigint[]) AND CASE WHEN %(automatic)s
    THEN y.state = 'APPROVED' AND m.step = 'AUTOMATIC' AND y.due_on > %(on)s
        ELSE y.id = ANY (%(ids)s::bigint[]) END
ORDER BY y.contract_id, y.due_on, y.id
