-- One row: a statement, and whether its payment is ordered and has not failed.
SELECT id, party_id, number, currency, total_cents, EXISTS (SELECT FROM payment_order o
    WHERE o.contract_id = %(contract_id)s AND o.purpose = 'BROKER' AND o.item_id = x.id
        AND (SELECT count(*) FILTER (WHERE s.step IN ('REFUSED', 'REJECTED', 'RETURNED',
            'RECREDITED'))
            - count(*) FILTER (WHERE s.step = 'REDEBITED') FROM payment_order_step s
            WHERE s.contract_id = o.contract_id AND s.order_id = o.id) <= 0) AS is_ordered
FROM commission_statement x WHERE id = %(statement_id)s
