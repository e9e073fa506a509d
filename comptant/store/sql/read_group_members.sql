-- One row per member of a group on the day, of all groups or of one (party_id); a group without a
-- member has one row, without a name.
SELECT g.id AS group_id, coalesce(p.id, 0) AS party_id, g.name AS group_name, p.name AS party_name,
    siren.identifier AS siren,
    m.valid_from_on, m.source
FROM party g
LEFT JOIN (SELECT DISTINCT ON (group_id, party_id) group_id, party_id, is_member, valid_from_on,
    source FROM group_member
    WHERE valid_from_on <= %(on)s ORDER BY group_id, party_id, valid_from_on DESC,
        recorded_at DESC) m
    ON m.group_id = g.id AND m.is_member
LEFT JOIN party p ON p.id = m.party_id
LEFT JOIN LATERAL (SELECT min(identifier) AS identifier FROM party_identifier i
    WHERE i.party_id = p.id AND i.scheme = 'siren') siren ON true
WHERE g.kind = 'GROUP' AND (%(party_id)s::bigint IS NULL OR g.id = %(party_id)s)
ORDER BY g.id, p.id NULLS FIRST
