-- Small values that appends write beside the log, each for a while. Never in it: they are overwritten and deleted.
-- The fill factor leaves room on the page, and no index holds the time, so that overwriting a row changes no index (a HOT update).
create table argus.beside (
    log_id    integer     not null,
    key       text        collate "C" not null,
    value     bytea       not null,
    forget_at timestamptz not null,
    primary key (log_id, key)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 500);

-- At most 4 KiB, and sealed: it fits a page, and compressing it is in vain.
alter table argus.beside alter column value set storage plain;

grant select, insert, update, delete on argus.beside to argus_app;
