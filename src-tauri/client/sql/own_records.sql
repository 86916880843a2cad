SELECT event.seq, event.bytes, quarantine.problem
FROM event
LEFT JOIN quarantine ON quarantine.seq = event.seq
WHERE event.series = ?1
ORDER BY event.seq DESC
LIMIT ?2
