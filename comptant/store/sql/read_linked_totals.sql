-- One row per currency of the account that the link of this look opens: what is owed in all, what
-- of it is not disputed, where to pay it and the first invoices to quote.
SELECT currency, invoice_count, open_cents, payable_cents, iban, bic, first_numbers
FROM linked_total ORDER BY currency
