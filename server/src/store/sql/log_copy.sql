SELECT stream, series_township, series, seq
FROM log AS theirs
WHERE township = ?1 AND stream = ?2 AND NOT EXISTS (
  SELECT 1 FROM log AS ours
  WHERE ours.township = ?3 AND ours.stream = ?2
    AND ours.series_township = theirs.series_township AND ours.series = theirs.series AND ours.seq = theirs.seq)
ORDER BY number
