-- One row: what the ceiling amounts to on the day.
SELECT ceiling_amount(%(ceiling_id)s, %(on)s) AS amount_cents
