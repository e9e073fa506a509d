-- One row per currency of the account that the link of this look opens: what is owed in all, what
-- of it is not disputed, where to pay it and the first invoices to quote.
SELECT currency, count(*)::bigint AS invoice_count, sum(open_cents)::bigint AS open_cents,
    sum(greatest(open_cents - disputed_cents, 0))::bigint AS payable_cents, iban, bic,
    coalesce((array_agg(invoice_number ORDER BY due_on, id)
        FILTER (WHERE open_cents > disputed_cents))[1:40], '{}') AS first_numbers
FROM linked_invoice
GROUP BY currency, iban, bic
ORDER BY currency
