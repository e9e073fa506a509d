-- One row per payment order named by an end-to-end reference, with the steps it has taken.
SELECT o.contract_id, o.id, o.purpose, o.currency, o.amount_cents, o.item_id,
    o.end_to_end_reference,
    coalesce((SELECT array_agg(s.step) FROM payment_order_step_now s
        WHERE s.contract_id = o.contract_id AND s.order_id = o.id), '{}') AS steps
FROM payment_order o WHERE o.end_to_end_reference = ANY (%(references)s)
