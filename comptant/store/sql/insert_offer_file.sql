-- One row: a file of a request and offers, as it was taken in.
INSERT INTO offer_file (company_id, prospect, siren, asked_on, offer_count, content, digest, act_id)
VALUES (%(company_id)s, %(prospect)s, %(siren)s, %(asked_on)s, %(offer_count)s, %(content)s::jsonb,
    %(digest)s, %(act_id)s)
RETURNING id
