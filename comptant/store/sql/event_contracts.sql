-- One row per contract that an act concerns by an approval, a payment file, the lines of a bank
-- file that it booked, or the instruments (null: all) of a remittance.
SELECT contract_id FROM approval WHERE id = %(approval_id)s::bigint AND contract_id IS NOT NULL
UNION SELECT contract_id FROM payment_order_step WHERE step = 'SENT'
    AND digest = decode(%(file_digest)s::text, 'hex')
UNION SELECT contract_id FROM payment_order WHERE id = ANY (%(order_ids)s::bigint[])
UNION SELECT contract_id FROM payment
    WHERE bank_movement_id BETWEEN %(first_id)s::bigint AND %(last_id)s::bigint
        AND act_id = %(act_id)s
UNION SELECT contract_id FROM instrument_step WHERE collection_id = %(collection_id)s::bigint
    AND (%(instrument_ids)s::bigint[] IS NULL
        OR instrument_id = ANY (%(instrument_ids)s::bigint[]))
