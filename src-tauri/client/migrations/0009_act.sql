-- Facts that one act made together, each beside the one the act is about: they are taken back together.
CREATE TABLE act (
    event TEXT NOT NULL PRIMARY KEY,
    main TEXT NOT NULL
) STRICT;
