-- One row per day from which the price of a contract's money changed.
SELECT DISTINCT valid_from_on FROM term
WHERE contract_id = %(contract_id)s AND subject = 'CONTRACT' AND subject_id = %(contract_id)s
    AND name IN ('reference_index', 'fixing_convention', 'margin_ppm', 'is_floored')
ORDER BY valid_from_on
