-- One row: a sum received.
SELECT id, bank_movement_id, buyer_id, value_on, currency, amount_cents, open_cents, moved_cents
    FROM payment
WHERE contract_id = %(contract_id)s AND id = %(id)s
