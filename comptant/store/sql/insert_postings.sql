-- One row per account of an entry: item accounts from the movements just written, the others as given.
INSERT INTO posting (contract_id, entry_id, line, account, sub_id, currency, amount_cents)
SELECT %(contract_id)s, %(entry_id)s, row_number() OVER (ORDER BY amount_cents < 0, account), account,
    CASE WHEN account = 'BNK' THEN %(sub_id)s ELSE 0 END,
    coalesce(%(currency)s::text, (SELECT currency FROM contract WHERE id = %(contract_id)s)), amount_cents
FROM (
    SELECT account, sum(amount_cents)::bigint AS amount_cents FROM movement
    WHERE contract_id = %(contract_id)s AND entry_id = %(entry_id)s AND account IN ('DEB', 'UNAL')
    GROUP BY account
    UNION ALL
    SELECT * FROM unnest(%(accounts)s::text[], %(amounts)s::bigint[])
) given
WHERE amount_cents <> 0
