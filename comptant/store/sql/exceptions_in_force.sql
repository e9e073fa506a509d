-- One row if an exception is in force on the day: the invoice's or the buyer's, for one reason.
SELECT latest.value FROM (
    SELECT value FROM term
    WHERE contract_id = %(contract_id)s AND subject = %(subject)s AND subject_id = %(subject_id)s
        AND name = %(name)s
        AND valid_from_on <= %(on)s
    ORDER BY valid_from_on DESC, recorded_at DESC LIMIT 1
) latest WHERE latest.value <> 'null'
