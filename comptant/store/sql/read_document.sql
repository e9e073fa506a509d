-- One row: a file that came in or went out, byte for byte.
SELECT name, media_type, content FROM document WHERE digest = decode(%(digest)s, 'hex')
