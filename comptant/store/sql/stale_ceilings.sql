-- One row per ceiling that falls by the day, or whose group somebody joins by then, of which a
-- share was given before.
SELECT DISTINCT a.ceiling_id FROM allotment a CROSS
    JOIN LATERAL share_in_force(a.ceiling_id, a.contract_id, %(on)s) f
WHERE f.is_stale AND (a.ceiling_id IN (SELECT subject_id FROM term
        WHERE contract_id = 0 AND subject = 'CEILING' AND valid_from_on <= %(on)s
            AND valid_from_on > a.on_date)
    OR a.ceiling_id IN (SELECT c.id FROM group_member g JOIN ceiling c ON c.party_id = g.group_id
        WHERE g.is_member AND g.valid_from_on <= %(on)s AND g.valid_from_on > a.on_date))
ORDER BY a.ceiling_id
