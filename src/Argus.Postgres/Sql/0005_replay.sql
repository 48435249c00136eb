-- Which assertions and proofs have been used, each for as long as it could be used again. key is a SHA-256; the time has no index, for the
-- table is small and is walked along its key now and then.
create table argus.replay (
    key       bytea       not null primary key,
    forget_at timestamptz not null
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 500);

grant select, insert, delete on argus.replay to argus_app;
