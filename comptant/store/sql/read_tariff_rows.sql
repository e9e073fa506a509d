-- One row per line of a tariff, or (null) of the one in force on a day.
SELECT r.tariff_id, r.row_number, r.grid, r.row_name, r.turnover_from_cents, r.mean_from_cents,
    r.dilution_from_ppm,
    r.client_class, r.buyer_class, r.condition, r.rate_ppm, r.amount_cents, r.charge_unit,
        r.vat_class, r.is_in_teg, r.source
FROM tariff_row r
WHERE r.tariff_id = coalesce(%(tariff_id)s::bigint,
    (SELECT t.id FROM tariff t WHERE t.valid_from_on <= %(on)s
    ORDER BY t.valid_from_on DESC, t.recorded_at DESC LIMIT 1))
ORDER BY r.row_number
