-- One row: the link of a digest, where it opens something on a day, and what was said by it that
-- day.
SELECT l.id, l.contract_id, l.buyer_id, l.until_on,
    (SELECT count(*) FROM buyer_answer a WHERE a.link_id = l.id AND a.answered_on = %(on)s)
        AS answer_count
FROM open_buyer_link(%(digest)s, %(on)s) l
