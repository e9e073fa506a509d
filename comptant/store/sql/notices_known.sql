-- One row per notice and company already kept, of those numbered so.
SELECT notice_number, siren, notice_kind, of_number, published_on, judged_on, effect, proceeding
FROM insolvency_notice WHERE notice_number = ANY (%(numbers)s::text[])
