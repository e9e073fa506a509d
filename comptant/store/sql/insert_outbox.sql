-- One row: something that must leave the house.
INSERT INTO outbox (kind, contract_id, payload, digest, due_at, act_id)
VALUES (%(kind)s, %(contract_id)s, %(payload)s, %(digest)s, %(due_at)s, %(act_id)s)
