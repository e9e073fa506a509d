-- One row: a remittance of instruments to a bank of ours.
INSERT INTO collection (id, payment_means, own_account_id, reference, remitted_on, line_count,
    total_cents, digest, act_id)
VALUES (%(id)s, %(payment_means)s, %(own_account_id)s, %(reference)s, %(remitted_on)s,
    %(line_count)s, %(total_cents)s,
    %(digest)s, %(act_id)s)
