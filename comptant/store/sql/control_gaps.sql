-- One row per number that a sequence has left out: journals by year, transfer records, bank
-- statements.
WITH journals AS (
    SELECT 'journal' AS what, journal || ' ' || year AS sequence, number,
        row_number() OVER w AS rank
    FROM entry_number WINDOW w AS (PARTITION BY journal, year ORDER BY number)
), titles AS (
    SELECT 'title', k.number, r.title_number,
        row_number() OVER (PARTITION BY r.contract_id ORDER BY r.title_number)
    FROM remittance r JOIN contract k ON k.id = r.contract_id WHERE r.title_number IS NOT NULL
-- each account begins where its first statement did, and may begin again with the year
), statements AS (
    SELECT 'statement', o.iban || ' ' || extract(year FROM s.closed_on), s.sequence,
        min(s.sequence) OVER w - 1 + dense_rank() OVER (w ORDER BY s.sequence)
    FROM bank_statement s JOIN own_account o ON o.id = s.own_account_id WHERE s.sequence IS NOT NULL
        AND s.withdrawn_act_id IS NULL
    WINDOW w AS (PARTITION BY s.own_account_id, extract(year FROM s.closed_on))
)
SELECT what, sequence, min(number) AS after_gap FROM (
    SELECT * FROM journals UNION ALL SELECT * FROM titles UNION ALL SELECT * FROM statements
) numbered
WHERE number <> rank
GROUP BY what, sequence ORDER BY what, sequence
