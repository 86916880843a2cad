SELECT event.seq, coalesce(let_go.envelope, event.bytes), quarantine.problem, event.mark
FROM event
LEFT JOIN quarantine ON quarantine.seq = event.seq
LEFT JOIN let_go ON let_go.seq = event.seq
WHERE event.series = ?1
ORDER BY event.seq DESC
LIMIT ?2
