-- One row per transfer record: what a contract assigned in a slice, numbered without a gap in its
-- contract.
INSERT INTO remittance (contract_id, id, title_number, transfer_mode, standing_consent, posted_on,
    received_at,
    sent_on, promised_at, line_count, total_cents, refused_count, digest, entry_id, act_id)
SELECT r.contract_id, r.id, CASE WHEN r.line_count > 0 THEN
        (SELECT coalesce(max(title_number), 0) + 1 FROM remittance
            WHERE contract_id = r.contract_id) END,
    r.transfer_mode, r.standing_consent, coalesce(e.entry_on, %(sent_on)s), %(received_at)s,
        %(sent_on)s,
    r.promised_at, r.line_count, r.total_cents, r.refused_count, r.digest, r.entry_id, %(act_id)s
FROM unnest(%(contract_ids)s::bigint[], %(ids)s::bigint[], %(transfer_modes)s::text[],
    %(standing_consents)s::text[],
    %(promised_at)s::timestamptz[], %(line_counts)s::bigint[], %(totals)s::bigint[],
        %(refused_counts)s::bigint[],
    %(digests)s::bytea[], %(entry_ids)s::bigint[])
    AS r (contract_id, id, transfer_mode, standing_consent, promised_at, line_count, total_cents,
        refused_count, digest,
        entry_id)
LEFT JOIN entry e ON e.contract_id = r.contract_id AND e.id = r.entry_id
RETURNING contract_id, title_number
