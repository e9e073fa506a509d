-- One row per entry validated by the close: the next number of its journal and year, without a gap.
INSERT INTO entry_number (contract_id, entry_id, journal, year, number, validated_on)
SELECT e.contract_id, e.id, e.journal, extract(year FROM e.entry_on)::smallint,
    row_number() OVER (PARTITION BY e.journal, extract(year FROM e.entry_on) ORDER BY e.entry_on, e.booked_at, e.id)
        + coalesce((SELECT max(n.number) FROM entry_number n
            WHERE n.journal = e.journal AND n.year = extract(year FROM e.entry_on)), 0), %(day)s
FROM entry e
WHERE e.entry_on <= %(day)s AND e.journal <> 'MEM'
    AND EXISTS (SELECT FROM posting p WHERE p.contract_id = e.contract_id AND p.entry_id = e.id)
    AND NOT EXISTS (SELECT FROM entry_number n WHERE n.contract_id = e.contract_id AND n.entry_id = e.id)
