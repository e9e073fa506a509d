-- One row where the public may make quotes on the day of this transaction.
SELECT factor_name, valid_from_on, is_example FROM public_offer
