-- One row: the entry by which a step of an order debited where its money came from.
SELECT e.value_on FROM payment_order_step s JOIN entry e ON e.contract_id = s.contract_id AND e.id = s.entry_id
WHERE s.contract_id = %(contract_id)s AND s.order_id = %(id)s AND s.step = %(step)s
