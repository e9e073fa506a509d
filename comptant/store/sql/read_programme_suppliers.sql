-- One row per supplier of a programme: invited, or in it, by choice or paid early without asking.
SELECT contract_id, supplier_id AS id, supplier_name, siren, step AS supplier_step
    FROM programme_part
WHERE contract_id = %(contract_id)s ORDER BY supplier_id
