-- One row: an accounting event of a contract.
INSERT INTO entry (contract_id, id, key, journal, entry_on, value_on, reverses_id, act_id)
VALUES (%(contract_id)s, %(id)s, %(key)s, %(journal)s, %(entry_on)s, %(value_on)s, %(reverses_id)s, %(act_id)s)
