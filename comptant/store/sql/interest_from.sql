-- One row per contract with money on it: the first day whose financing charge is not billed yet.
SELECT w.contract_id, coalesce(
    (SELECT max(c.until_on) FROM charge c WHERE c.contract_id = w.contract_id AND c.code = 'INT'),
    (SELECT min(b.value_on) FROM balance b WHERE b.contract_id = w.contract_id)) AS from_on
FROM unnest(%(ids)s::bigint[]) w (contract_id)
