-- One row per VAT class: what a broker has earned and no statement tells.
SELECT x.vat_class, sum(x.amount_cents)::bigint AS amount_cents, count(*) AS line_count
FROM commission x WHERE x.party_id = %(party_id)s AND x.currency = %(currency)s
    AND x.on_date <= %(until_on)s
    AND NOT EXISTS (SELECT FROM commission_stated s WHERE s.contract_id = x.contract_id
        AND s.commission_id = x.id)
GROUP BY 1 ORDER BY 1
