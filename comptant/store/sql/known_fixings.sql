-- One row per value known of those told: the last one recorded.
SELECT DISTINCT ON (f.index_name, f.fixing_on) f.index_name, f.fixing_on, f.rate_ppm
FROM unnest(%(index_name)s::text[], %(fixing_on)s::date[]) AS s (index_name, fixing_on)
JOIN rate_fixing f ON f.index_name = s.index_name AND f.fixing_on = s.fixing_on
ORDER BY f.index_name, f.fixing_on, f.recorded_at DESC
