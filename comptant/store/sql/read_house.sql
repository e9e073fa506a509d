-- One row for the staff, none for others: the house's own contract, which holds what has no
-- contract yet.
SELECT id, number, client_id, currency FROM contract WHERE is_house
