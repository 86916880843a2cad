-- Cases out of scope, but for those with an own record that no receipt covers yet: they wait.
SELECT DISTINCT held.stream
FROM event AS held
WHERE held.stream >= 'case:' AND held.stream < 'case;'
  AND substr(held.stream, 6) NOT IN (SELECT case_id FROM scope)
  AND NOT EXISTS (
    SELECT 1 FROM event AS own, line
    WHERE own.series = ?1 AND own.seq > line.covered AND own.stream = held.stream)
