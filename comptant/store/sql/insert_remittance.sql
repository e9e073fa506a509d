-- One row: the transfer record of a slice, numbered without a gap in its contract.
INSERT INTO remittance (contract_id, id, title_number, transfer_mode, standing_consent, posted_on, received_at,
    promised_at, line_count, total_cents, refused_count, digest, entry_id, act_id)
SELECT %(contract_id)s, %(id)s, CASE WHEN %(line_count)s > 0 THEN
        (SELECT coalesce(max(title_number), 0) + 1 FROM remittance WHERE contract_id = %(contract_id)s) END,
    %(transfer_mode)s, %(standing_consent)s, %(posted_on)s, %(received_at)s, %(promised_at)s, %(line_count)s,
    %(total_cents)s, %(refused_count)s, %(digest)s, %(entry_id)s, %(act_id)s
RETURNING title_number
