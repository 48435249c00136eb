-- The log in parts that can be archived and dropped whole, the tiles of its tree, and its checkpoints.

alter table argus.events rename to events_before;
alter table argus.events_before rename constraint events_position to events_before_position;
alter table argus.events_before rename constraint events_stream_version to events_before_stream_version;
alter index argus.events_feed rename to events_before_feed;

-- entry is the canonical envelope as it was hashed. The columns beside it say again what is in it, so that it can be found. stream is a key of
-- 16 bytes made from the stream's name: that of a stream which ends begins with the time at which the stream began, so that it lies whole in
-- one window of time; every other begins with a zero byte.
create table argus.events (
    position       bigint  not null,
    log_id         integer not null,
    stream_version integer not null,
    feed           bigint,
    stream         uuid    not null,
    entry          bytea   not null,
    -- Positions are given out under the lock of the log's row; the stream is here because a key must hold what rows are parted by.
    constraint events_position primary key (log_id, position, stream),
    -- The stream leads: token streams are named by time, so that every tenant's newest land on the same pages.
    constraint events_stream_version unique (stream, log_id, stream_version)
) partition by range (stream);
create index events_feed on argus.events (feed, stream) where feed is not null;

-- Each part names its constraints by itself, so that a conflict can be told by the constraint's name.
create table argus.events_lasting (
    like argus.events including defaults,
    constraint events_lasting_position primary key (log_id, position, stream),
    constraint events_lasting_stream_version unique (stream, log_id, stream_version)
);
create index events_lasting_feed on argus.events_lasting (feed, stream) where feed is not null;
alter table argus.events attach partition argus.events_lasting for values from (minvalue) to ('01000000-0000-0000-0000-000000000000');

-- What has no window yet. It is emptied into the window when that is made.
create table argus.events_default (
    like argus.events including defaults,
    constraint events_default_position primary key (log_id, position, stream),
    constraint events_default_stream_version unique (stream, log_id, stream_version)
);
create index events_default_feed on argus.events_default (feed, stream) where feed is not null;
alter table argus.events attach partition argus.events_default default;

-- Before, any stream whose name ends as a token's identifier does had a key that begins with a time. Only those that end keep it.
insert into argus.events (position, log_id, stream_version, feed, stream, entry)
select position, log_id, stream_version, feed,
       case when name ~ '^(audit|family|handoff|logout|pushed|refusal|session|sign_in|token|verification):[^:]+$' then stream
            else encode('\x00'::bytea || substring(sha256(convert_to(name, 'UTF8')) from 1 for 15), 'hex')::uuid end,
       entry
from argus.events_before,
     lateral (select substring(convert_from(entry, 'UTF8') from
         '.*,"stream":"([^"]*)","stream_version":[0-9]+,"tenant":"[^"]*","time":"[^"]*","type":"[^"]*","type_version":[0-9]+}$') as name) of_entry;
drop table argus.events_before;

grant select, insert on argus.events to argus_app;

-- Full hash tiles of each log's tree (C2SP tlog-tiles), each computed once. root is over the tile's hashes: one hash of the tile above.
create table argus.tiles (
    log_id integer  not null,
    level  smallint not null,
    index  bigint   not null,
    root   bytea    not null,
    hashes bytea    not null,
    primary key (log_id, level, index)
);
-- Hashes cannot be compressed; out of line, they do not stand in the way of who reads roots.
alter table argus.tiles alter column hashes set storage external;
grant select, insert on argus.tiles to argus_app;

-- Signed heads. A witness may sign under a note later; nothing else of one ever changes.
create table argus.checkpoints (
    log_id    integer     not null,
    size      bigint      not null,
    signed_at timestamptz not null,
    note      bytea       not null,
    primary key (log_id, size)
);
grant select, insert, update (note) on argus.checkpoints to argus_app;
