-- One row: whether a contract of a client and a party are there.
SELECT EXISTS (SELECT FROM contract WHERE id = %(contract_id)s AND NOT is_house) AS is_contract,
    EXISTS (SELECT FROM party WHERE id = %(buyer_id)s) AS is_party
