-- One row: a version of a policy's terms.
INSERT INTO policy_version (policy_id, valid_from_on, terms, source, approval_id, act_id)
VALUES (%(policy_id)s, %(valid_from_on)s, %(terms)s::jsonb, %(source)s, %(approval_id)s, %(act_id)s)
