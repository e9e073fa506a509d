-- One row: an insurer by its name, and its answer that came last ('': none); one that it gave no
-- name is not what it can be asked after.
SELECT p.id AS insurer_id, coalesce((SELECT a.answer_id FROM insurer_answer a
    WHERE a.insurer_id = p.id AND a.answer_id NOT LIKE 'unnamed-%%'
    GROUP BY a.answer_id ORDER BY min(a.recorded_at) DESC LIMIT 1), '') AS answer_id
FROM party p WHERE p.kind = 'INSURER' AND p.name = %(name)s
ORDER BY p.id LIMIT 1
