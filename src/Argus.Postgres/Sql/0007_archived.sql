-- Which windows of which logs were dropped, after their entries had been archived. A row stays when the window is made again.
create table argus.archived (
    log_id         integer     not null,
    from_time      timestamptz not null,
    to_time        timestamptz not null,
    entries        bigint      not null,
    first_position bigint      not null,
    last_position  bigint      not null,
    -- SHA-256 of the archive's index of the entries' streams.
    index_sha256   bytea       not null,
    dropped_at     timestamptz not null default clock_timestamp(),
    restored_at    timestamptz,
    primary key (log_id, from_time, to_time)
);
grant select on argus.archived to argus_app;
