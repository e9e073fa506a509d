-- One row: a message to an insurer, and the call that may carry it.
WITH written AS (
    INSERT INTO insurer_message (id, policy_id, kind, contract_id, buyer_id, subject_id,
        invoice_ids, content, written_on, act_id)
    VALUES (%(id)s, %(policy_id)s, %(kind)s, %(contract_id)s, %(buyer_id)s, %(subject_id)s,
        %(invoice_ids)s::bigint[], %(content)s::jsonb, %(written_on)s, %(act_id)s)
)
INSERT INTO insurer_call (message_id, next_at) VALUES (%(id)s, %(at)s)
