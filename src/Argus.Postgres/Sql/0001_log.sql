-- The log of every tenant, and what the appending transaction needs beside it.

create schema if not exists argus;

-- The growing end of each tenant's log. Its row is the lock under which positions are given out.
create table argus.logs (
    log_id    integer     generated always as identity primary key,
    tenant    text        collate "C" not null unique,
    size      bigint      not null default 0,
    frontier  bytea       not null default '',
    last_time timestamptz not null default 'epoch'
) with (fillfactor = 50);

-- entry is the canonical envelope as it was hashed. The columns beside it say again what is in it, so that it can be found;
-- stream is a key of 16 bytes made from the stream's name.
create table argus.events (
    position       bigint  not null,
    log_id         integer not null,
    stream_version integer not null,
    feed           bigint,
    stream         uuid    not null,
    leaf_hash      bytea   not null,
    entry          bytea   not null,
    constraint events_position primary key (log_id, position),
    -- The stream leads: token streams are named by time, so that every tenant's newest land on the same pages.
    constraint events_stream_version unique (stream, log_id, stream_version)
);

-- Standing entries, numbered across tenants. The one row of argus.feed is locked while numbers are given out, so whoever has
-- read up to a number has missed nothing before it.
create unique index events_feed on argus.events (feed) where feed is not null;

create table argus.feed (
    only_row boolean primary key default true check (only_row),
    last     bigint  not null default 0
) with (fillfactor = 10);
insert into argus.feed default values;

-- Private halves of signing keys, wrapped by the custody provider or named in it. Beside the log, never in it.
create table argus.private_keys (
    tenant  text  not null,
    kid     text  not null,
    custody text  not null,
    handle  bytea not null,
    primary key (tenant, kid)
);

-- The role that serves requests. It can add to the log and read it; it cannot change or remove what is there.
do $$
begin
    create role argus_app nologin;
exception
    when duplicate_object or unique_violation then null;
end
$$;
grant usage on schema argus to argus_app;
grant select, insert on argus.events to argus_app;
grant select, insert on argus.logs to argus_app;
grant update (size, frontier, last_time) on argus.logs to argus_app;
grant select, update on argus.feed to argus_app;
grant select, insert, delete on argus.private_keys to argus_app;
