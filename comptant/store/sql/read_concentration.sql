-- One row per buyer among the twelve that owe the most in a currency, of a contract (null: of all),
-- with its share of all that is owed.
SELECT currency, buyer_name, outstanding_cents, share_ppm FROM (
    SELECT e.currency, min(p.name) AS buyer_name,
        sum(e.outstanding_cents)::bigint AS outstanding_cents,
        (sum(e.outstanding_cents) * 1000000 / sum(sum(e.outstanding_cents)) OVER
            (PARTITION BY e.currency))::bigint AS share_ppm,
        row_number() OVER (PARTITION BY e.currency
            ORDER BY sum(e.outstanding_cents) DESC, p.id) AS place
    FROM exposure e JOIN buyer_shown p ON p.contract_id = e.contract_id AND p.id = e.buyer_id
    WHERE e.outstanding_cents > 0 AND (%(contract_id)s::bigint IS NULL
        OR e.contract_id = %(contract_id)s)
    GROUP BY e.currency, p.id
) ranked
WHERE place <= 12
ORDER BY currency, place
