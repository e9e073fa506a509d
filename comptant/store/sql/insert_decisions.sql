-- One row per approval answered now, and not before.
INSERT INTO approval_decision (approval_id, proposed_by, decided_by, decision, reason, act_id)
SELECT w.approval_id, w.proposed_by, %(by_id)s, %(decision)s, %(reason)s, %(act_id)s
FROM unnest(%(approval_id)s::bigint[], %(proposed_by)s::bigint[]) w (approval_id, proposed_by)
ON CONFLICT (approval_id) DO NOTHING
RETURNING approval_id
