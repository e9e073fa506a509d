-- One row per ceiling that falls by the day, of which a share was given before it fell.
SELECT DISTINCT a.ceiling_id FROM allotment a CROSS JOIN LATERAL share_in_force(a.ceiling_id, a.contract_id, %(on)s) f
WHERE f.is_stale AND a.ceiling_id IN (SELECT subject_id FROM term
    WHERE contract_id = 0 AND subject = 'CEILING' AND valid_from_on <= %(on)s AND valid_from_on > a.on_date)
ORDER BY a.ceiling_id
