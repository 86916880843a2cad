WHERE hash IN (
  SELECT held.hash FROM attachment AS held
  WHERE held.added_at < ?1
    AND NOT EXISTS (SELECT 1 FROM attachment_of AS named WHERE named.hash = held.hash)
    AND NOT EXISTS (SELECT 1 FROM draft WHERE instr(draft.form, held.hash) > 0))
