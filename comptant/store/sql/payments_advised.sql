-- One row per payment that waits whole and may be the one announced: of this sum, of the buyer or
-- of nobody known who names it.
SELECT y.id, y.contract_id, y.bank_movement_id,
    coalesce(position(upper(nullif(%(reference)s, '')) IN
    upper(concat_ws(' ', m.end_to_end_reference, m.bank_reference, m.remittance_text))) > 0,
        false) AS is_named
FROM payment y
JOIN contract k ON k.id = y.contract_id
LEFT JOIN bank_movement m ON m.id = y.bank_movement_id
WHERE y.open_cents = %(cents)s AND y.currency = %(currency)s
    AND (%(payment_id)s::bigint IS NULL OR y.id = %(payment_id)s)
    AND (y.contract_id = %(contract_id)s OR k.is_house)
    AND (%(payment_id)s::bigint IS NOT NULL
        OR (y.contract_id = %(contract_id)s AND y.buyer_id = %(buyer_id)s)
        OR lower(m.payer_name) IN (SELECT lower(name) FROM known_name WHERE party_id = %(buyer_id)s
            UNION ALL SELECT lower(name) FROM party WHERE id = %(buyer_id)s)
        OR position(upper(nullif(%(reference)s, '')) IN upper(concat_ws(' ', m.end_to_end_reference,
            m.bank_reference, m.remittance_text))) > 0)
    AND (%(payment_id)s::bigint IS NOT NULL OR %(paid_on)s::date IS NULL
        OR y.value_on BETWEEN %(paid_on)s::date - 5 AND %(paid_on)s::date + 15)
    AND NOT EXISTS (SELECT FROM payment_order o WHERE o.contract_id = y.contract_id
        AND o.item_id = y.id AND NOT EXISTS (
        SELECT FROM payment_order_step s WHERE s.contract_id = o.contract_id AND s.order_id = o.id
            AND s.step IN ('REFUSED', 'REJECTED', 'RETURNED')))
ORDER BY y.id
