-- Which streams bear a label, for lists: a projection, which follows from the entries and can be made again from them.
-- label is a key of 16 bytes made from the label's text, as events.stream is from a name; position is where the append that labelled
-- the stream put its first entry in it.
create table argus.stream_labels (
    log_id   integer not null,
    label    uuid    not null,
    position bigint  not null,
    stream   text    collate "C" not null,
    primary key (log_id, label, position, stream)
);

grant select, insert on argus.stream_labels to argus_app;
