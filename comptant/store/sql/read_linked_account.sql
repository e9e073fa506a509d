-- One row: the account that the link of this look opens; none where it opens nothing.
SELECT link_id, contract_id, buyer_id, language, until_on, client_name, factor_name, siren,
    buyer_name, notified_on
FROM linked_account
