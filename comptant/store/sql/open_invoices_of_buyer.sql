-- One row per open invoice of a buyer in a contract.
SELECT id FROM invoice WHERE contract_id = %(contract_id)s AND buyer_id = %(buyer_id)s
    AND open_cents > 0
