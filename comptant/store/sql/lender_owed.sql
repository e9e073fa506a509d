-- One row: what is still to be paid to the lender of a contract, and whether its payment was
-- ordered and has not failed.
SELECT coalesce((SELECT -sum(b.amount_cents) FROM takeover t JOIN balance b
    ON b.contract_id = t.contract_id AND b.account = 'OPENB'
        WHERE t.contract_id = %(contract_id)s AND t.lender_id > 0), 0)::bigint AS owed_cents,
    EXISTS (SELECT FROM payment_order o WHERE o.contract_id = %(contract_id)s
        AND o.purpose = 'LENDER'
        AND (SELECT count(*) FILTER (WHERE s.step IN ('REFUSED', 'REJECTED', 'RETURNED',
            'RECREDITED'))
            - count(*) FILTER (WHERE s.step = 'REDEBITED') FROM payment_order_step s
            WHERE s.contract_id = o.contract_id AND s.order_id = o.id) <= 0) AS is_ordered
