-- One row per payment by which a transfer is booked, with what is still told by each: those of the same line of the bank.
SELECT y.contract_id, y.id, y.amount_cents - y.moved_cents AS here_cents
FROM payment p JOIN payment y ON y.bank_movement_id = p.bank_movement_id AND y.currency = p.currency AND y.amount_cents > y.moved_cents
WHERE p.contract_id = %(contract_id)s AND p.id = %(payment_id)s AND p.bank_movement_id <> 0
ORDER BY y.contract_id, y.id
