-- One row per buyer that a contract knows.
SELECT buyer_id FROM contract_buyer WHERE contract_id = %(contract_id)s
