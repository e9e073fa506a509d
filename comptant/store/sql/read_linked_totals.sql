-- One row per currency of the account that the link of this look opens: what is owed in all, what
-- of it is in hand, what is neither that nor disputed, where to pay it and the first invoices to
-- quote.
SELECT currency, count(*)::bigint AS invoice_count, sum(open_cents)::bigint AS open_cents,
    sum(in_hand_cents)::bigint AS in_hand_cents, sum(payable_cents)::bigint AS payable_cents,
    iban, bic, coalesce((array_agg(invoice_number ORDER BY due_on, id)
        FILTER (WHERE payable_cents > 0))[1:40], '{}') AS first_numbers
FROM linked_invoice
GROUP BY currency, iban, bic
ORDER BY currency
