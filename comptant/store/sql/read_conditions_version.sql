-- One row: what says whether the conditions of a contract are still those that were made a paper.
SELECT conditions_version(id) AS version FROM contract WHERE id = %(contract_id)s
