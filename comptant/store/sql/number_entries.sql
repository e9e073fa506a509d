-- One row per entry validated by the close: the next number of its journal and year, without a gap.
-- what was under way while a day closed is numbered by the next: a week is far more than that
WITH last AS (
    SELECT coalesce(max(day) - 7, '-infinity'::date) AS day FROM day_close
-- the entries of those days, each asked by its key whether it is numbered and has lines: never all
-- of them
), due AS (
    SELECT e.contract_id, e.id, e.journal, extract(year FROM e.entry_on)::smallint AS year,
        e.entry_on, e.booked_at
    FROM entry e
    LEFT JOIN LATERAL (SELECT true AS is_numbered FROM entry_number n
        WHERE n.contract_id = e.contract_id AND n.entry_id = e.id LIMIT 1) n ON true
    CROSS JOIN LATERAL (SELECT FROM posting p
        WHERE n.is_numbered IS NULL AND p.contract_id = e.contract_id AND p.entry_id = e.id
            LIMIT 1) p
    WHERE e.entry_on <= %(day)s AND e.entry_on > (SELECT day FROM last) AND e.journal <> 'MEM'
        AND n.is_numbered IS NULL
), ends AS MATERIALIZED (  -- once each, not for each row: it would walk over those just written
    SELECT d.journal, d.year, coalesce((SELECT max(n.number) FROM entry_number n
        WHERE n.journal = d.journal AND n.year = d.year), 0) AS number
    FROM (SELECT DISTINCT journal, year FROM due) d
)
INSERT INTO entry_number (contract_id, entry_id, journal, year, number, validated_on)
SELECT d.contract_id, d.id, d.journal, d.year,
    x.number + row_number() OVER (PARTITION BY d.journal, d.year
        ORDER BY d.entry_on, d.booked_at, d.id), %(day)s
FROM due d JOIN ends x ON x.journal = d.journal AND x.year = d.year
