-- One row per payment order sent in the payment file that each of these acts made, with the steps
-- it has taken and the file.
SELECT s.act_id, o.contract_id, o.id, o.purpose, o.currency, o.amount_cents, o.item_id,
    o.end_to_end_reference, s.digest, d.content,
    EXISTS (SELECT FROM payment_order_step_now u WHERE u.contract_id = s.contract_id
        AND u.order_id = s.order_id
        AND u.step = 'UNSENT' AND u.file_number = s.file_number) AS is_put_aside,
    (SELECT array_agg(x.step) FROM payment_order_step_now x WHERE x.contract_id = o.contract_id
        AND x.order_id = o.id) AS steps
FROM payment_order_step_now s
JOIN payment_order o ON o.contract_id = s.contract_id AND o.id = s.order_id
JOIN document d ON d.digest = s.digest
WHERE s.step = 'SENT' AND s.act_id = ANY (%(act_ids)s::bigint[]) ORDER BY o.contract_id, o.id
