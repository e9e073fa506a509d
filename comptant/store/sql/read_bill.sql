-- One row: what a bill must say besides its lines: its place in the series of its contract, which
-- no later bill changes, and both parties by their numbers and addresses of the day.
WITH bill AS (
    SELECT e.id, e.entry_on, e.booked_at FROM entry e
    WHERE e.contract_id = %(contract_id)s AND EXISTS (SELECT FROM charge c
        WHERE c.contract_id = e.contract_id AND c.entry_id = e.id)
), told AS (
    SELECT DISTINCT ON (t.subject_id) t.subject_id AS party_id, t.value #>> '{}' AS address
    FROM term t, bill b
    WHERE b.id = %(entry_id)s AND t.contract_id = 0 AND t.subject = 'PARTY'
        AND t.name = 'postal_address' AND t.valid_from_on <= b.entry_on
    ORDER BY t.subject_id, t.valid_from_on DESC, t.recorded_at DESC
), numbered AS (
    SELECT i.party_id, min(i.identifier) FILTER (WHERE i.scheme = 'siren') AS siren,
        min(i.identifier) FILTER (WHERE i.scheme = 'vat') AS vat_number
    FROM party_identifier i GROUP BY i.party_id
)
SELECT (SELECT count(*) FROM bill o
        WHERE (o.booked_at, o.id) <= (b.booked_at, b.id)) AS bill_number,
    h.name AS factor_name, h.country AS factor_country, hn.siren AS factor_siren,
    hn.vat_number AS factor_vat_number, ht.address AS factor_address,
    kn.siren AS client_siren, kn.vat_number AS client_vat_number, kt.address AS client_address
FROM bill b
JOIN contract k ON k.id = %(contract_id)s
LEFT JOIN numbered kn ON kn.party_id = k.client_id
LEFT JOIN told kt ON kt.party_id = k.client_id
LEFT JOIN party h ON h.kind = 'FACTOR'
LEFT JOIN numbered hn ON hn.party_id = h.id
LEFT JOIN told ht ON ht.party_id = h.id
WHERE b.id = %(entry_id)s
