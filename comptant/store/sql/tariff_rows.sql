-- One row per line of a tariff, in their order.
SELECT row_number, grid, row_name, turnover_from_cents, mean_from_cents, dilution_from_ppm,
    client_class, buyer_class,
    condition, rate_ppm, amount_cents, charge_unit, vat_class, is_in_teg, source
FROM tariff_row WHERE tariff_id = %(tariff_id)s ORDER BY row_number
