-- One row per policy that the factor holds.
SELECT p.id FROM policy p JOIN party h ON h.id = p.holder_id AND h.kind = 'FACTOR' ORDER BY p.id
