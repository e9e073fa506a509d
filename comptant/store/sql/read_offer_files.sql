-- One row per file of a request and offers that the reader may see, the last ones first.
SELECT f.id, f.company_id, f.prospect, f.siren, f.asked_on, f.offer_count, f.recorded_at
FROM offer_file f ORDER BY f.id DESC
