-- One row: the oldest payment order that has not come to its end, from one on; none: the next id.
SELECT coalesce((SELECT min(o.id) FROM payment_order o WHERE o.id >= %(from_id)s AND NOT EXISTS (
        SELECT FROM payment_order_step s WHERE s.contract_id = o.contract_id AND s.order_id = o.id
            AND s.step IN ('EXECUTED', 'REJECTED', 'RETURNED', 'REFUSED'))), %(act_id)s) AS id
