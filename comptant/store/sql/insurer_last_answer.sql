-- One row: an insurer by its name, and its answer that was taken in last ('': none).
SELECT p.id AS insurer_id, coalesce((SELECT a.answer_id FROM insurer_answer a
    WHERE a.insurer_id = p.id ORDER BY a.recorded_at DESC LIMIT 1), '') AS answer_id
FROM party p WHERE p.kind = 'INSURER' AND p.name = %(name)s
ORDER BY p.id LIMIT 1
