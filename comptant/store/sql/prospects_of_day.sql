-- One row: the public tariff of a day, and how many quotes the public has made on it.
SELECT public_tariff(%(on)s) AS tariff_id,
    (SELECT count(*) FROM prospect_quote p WHERE p.made_on = %(on)s) AS count
