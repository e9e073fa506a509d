-- One row: what a period of a policy costs.
INSERT INTO premium (id, policy_id, from_on, until_on, due_on, year_on, base_cents, premium_cents,
    tax_cents, limit_count, limit_fees_cents, fees_vat_cents, total_cents, entry_id, act_id)
VALUES (%(id)s, %(policy_id)s, %(from_on)s, %(until_on)s, %(due_on)s, %(year_on)s,
    %(base_cents)s, %(premium_cents)s, %(tax_cents)s, %(limit_count)s, %(limit_fees_cents)s,
    %(fees_vat_cents)s, %(total_cents)s, %(entry_id)s, %(act_id)s)
