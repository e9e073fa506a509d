-- One row: the latest business day on which anything was done on a contract; null where nothing
-- was.
SELECT max(on_date) AS last_on FROM act WHERE contract_id = %(contract_id)s::bigint
