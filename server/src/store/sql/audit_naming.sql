SELECT at_ms, actor, act FROM audit
WHERE township = ?1 AND instr(subject, ?2) > 0
ORDER BY entry DESC
