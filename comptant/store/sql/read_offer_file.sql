-- One row: a file of a request and offers with what it says.
SELECT f.id, f.prospect, f.content FROM offer_file f WHERE f.id = %(id)s
