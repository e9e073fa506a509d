-- One row: a quote as it was given.
INSERT INTO quote (party_id, prospect, currency, product, quoted_on, last_on, tariff_id, fee_cents,
    charge_cents, cost_cents,
    starting_cents, teg_ppm, teg_with_fee_ppm, request, offer, broker_id, adviser_id,
    act_id)
VALUES (%(party_id)s, %(prospect)s, %(currency)s, %(product)s, %(quoted_on)s, %(last_on)s,
    %(tariff_id)s,
    %(fee_cents)s,
    %(charge_cents)s, %(cost_cents)s, %(starting_cents)s, %(teg_ppm)s, %(teg_with_fee_ppm)s,
        %(request)s::jsonb,
    %(offer)s::jsonb, %(broker_id)s, %(adviser_id)s, %(act_id)s)
RETURNING id
