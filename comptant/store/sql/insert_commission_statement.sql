-- One row: one more statement of a broker's commissions, numbered after the last one.
INSERT INTO commission_statement (id, party_id, number, currency, stated_on, until_on, net_cents,
    taxable_cents, vat_ppm,
    vat_cents, total_cents, entry_id, act_id)
SELECT %(id)s, %(party_id)s, 1 + coalesce(max(number), 0), %(currency)s, %(stated_on)s,
    %(until_on)s, %(net_cents)s,
    %(taxable_cents)s, %(vat_ppm)s, %(vat_cents)s, %(total_cents)s, %(entry_id)s, %(act_id)s
FROM commission_statement WHERE party_id = %(party_id)s
RETURNING number
