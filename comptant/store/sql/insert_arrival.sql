-- No row: what came, and what became of it.
INSERT INTO arrival (contract_id, id, way, digest, sender, subject, arrival_state, refusal_code,
    remittance_ids, accepted, refused, fault_count, arrived_at, act_id)
VALUES (%(contract_id)s, %(id)s, %(way)s, %(digest)s, %(sender)s, %(subject)s, %(arrival_state)s,
    %(refusal_code)s, %(remittance_ids)s::bigint[], %(accepted)s, %(refused)s, %(fault_count)s,
    %(arrived_at)s, %(act_id)s)
