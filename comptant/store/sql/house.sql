-- One row: the house's own contract.
SELECT id, client_id, currency FROM contract WHERE is_house
