SELECT seq, hash FROM event WHERE township = ?1 AND series = ?2
ORDER BY seq DESC LIMIT 1
