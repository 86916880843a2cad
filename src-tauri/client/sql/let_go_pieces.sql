-- Unless a record that is still here names it, too.
DELETE FROM attachment_piece
WHERE hash = ?1 AND NOT EXISTS (
  SELECT 1 FROM attachment_of AS named
  WHERE named.hash = ?1 AND named.seq NOT IN (SELECT seq FROM let_go))
