-- Facts that stood in their case when it was last looked at for what a merge changed: what is new since is the difference
-- that notices speak of, whatever happened in between. Those of before this table count as looked at.
CREATE TABLE weighed (
    series TEXT    NOT NULL,
    seq    INTEGER NOT NULL,
    PRIMARY KEY (series, seq)
) STRICT, WITHOUT ROWID;

INSERT INTO weighed (series, seq) SELECT series, seq FROM event;

-- 与您的记录有关: what a merge changed for the user of this phone. Kept when read.
CREATE TABLE notice (
    id      INTEGER NOT NULL PRIMARY KEY,
    case_id TEXT    NOT NULL,
    about   TEXT    NOT NULL,           -- the record or paper
    change  TEXT    NOT NULL,           -- JSON
    text    TEXT    NOT NULL,           -- one Chinese sentence
    told_at TEXT    NOT NULL,
    read_at TEXT,                       -- NULL until the user said 知道了
    UNIQUE (case_id, about, change)
) STRICT;
