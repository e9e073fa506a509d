-- One row per thing that happened with the lender of a contract taken over.
SELECT step, on_date, source, order_id FROM takeover_step WHERE contract_id = %(contract_id)s
    ORDER BY act_id
