SELECT stream, hash
FROM event
WHERE stream >= 'case:' AND stream < 'case;'
  AND NOT (series = ?1 AND (seq > (SELECT covered FROM line) OR seq IN (SELECT seq FROM quarantine)))
  AND length(bytes) > 0 -- what was let go of is fetched again when its case comes back
