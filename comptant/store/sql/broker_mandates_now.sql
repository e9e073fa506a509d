-- One row per contract that a broker has a mandate for: who gave it.
SELECT DISTINCT ON (contract_id) contract_id, given_by FROM broker_mandate
WHERE party_id = %(party_id)s ORDER BY contract_id, recorded_at DESC
