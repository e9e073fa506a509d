-- One row per line that a broker has earned and no statement tells: this one tells it.
INSERT INTO commission_stated (contract_id, commission_id, statement_id)
SELECT x.contract_id, x.id, %(statement_id)s
FROM commission x WHERE x.party_id = %(party_id)s AND x.currency = %(currency)s
    AND x.on_date <= %(until_on)s
    AND NOT EXISTS (SELECT FROM commission_stated s WHERE s.contract_id = x.contract_id
        AND s.commission_id = x.id)
