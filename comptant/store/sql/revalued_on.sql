-- One row per currency revalued on a day: what the differences of rates came to in euro.
SELECT currency, sum(amount_cents)::bigint AS exchange_cents FROM revaluation
WHERE revalued_on = %(on)s GROUP BY currency ORDER BY currency
