-- One row per statement of commissions, the last ones first.
SELECT id, party_id, broker_name, number, currency, stated_on, until_on, net_cents, vat_cents,
    total_cents, statement_state,
    order_id
FROM seen_commission_statement WHERE (%(party_id)s::bigint IS NULL OR party_id = %(party_id)s)
    ORDER BY id DESC
