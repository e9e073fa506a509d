-- One row per payment order that a debit of the bank has executed.
SELECT order_id FROM payment_order_step_now WHERE bank_movement_id = %(movement_id)s
    AND step = 'EXECUTED' ORDER BY order_id
