SELECT held.hash, held.bytes, held.media, held.purpose, held.announced
FROM attachment AS held, line
WHERE (held.received_epoch IS NULL OR held.received_epoch <> line.epoch)
  AND EXISTS (SELECT 1 FROM attachment_of AS named WHERE named.hash = held.hash AND named.seq <= line.covered)
ORDER BY held.added_at, held.hash
