SELECT w.series, w.entry, w.at_ms, w.seen_ms, a.said_by, a.said_ms, a.word_sealed FROM witness AS w
LEFT JOIN alert_word AS a ON a.township = w.township AND a.series = w.series AND a.entry = w.entry
WHERE w.township = ?1 AND w.denied = 1 ORDER BY w.seen_ms DESC, w.series, w.entry
