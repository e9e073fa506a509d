-- One row: a dated fact about a subject, from a named source.
INSERT INTO term (contract_id, subject, subject_id, name, valid_from_on, value, source, act_id)
VALUES (%(contract_id)s, %(subject)s, %(subject_id)s, %(name)s, %(valid_from_on)s, %(value)s::jsonb,
    %(source)s, %(act_id)s)
