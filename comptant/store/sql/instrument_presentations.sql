-- One row: how often the same cheque, bill or debit came before, and whether one of them is still
-- in collection or was paid.
SELECT count(*)::bigint AS times, count(*) FILTER (WHERE NOT EXISTS (
    SELECT FROM instrument_step_now s WHERE s.contract_id = i.contract_id AND s.instrument_id = i.id
        AND s.step IN ('RETURNED', 'CANCELLED')))::bigint AS live
FROM instrument i
WHERE i.payment_means = %(payment_means)s AND i.payer_iban = %(payer_iban)s
    AND i.number = %(number)s
