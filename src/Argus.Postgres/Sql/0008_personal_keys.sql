-- The keys that personal values in the log are sealed under, wrapped; not part of the log. Deleting a row destroys what was sealed under it:
-- so erasure needs no change to any entry. The row named 'tenant' is the tenant's own key, wrapped by a custody provider; it wraps the others.
create table argus.personal_keys (
    tenant  text        collate "C" not null,
    name    text        collate "C" not null,
    custody text,
    wrapped bytea       not null,
    made_at timestamptz not null default now(),
    primary key (tenant, name)
);

-- For the looks at all tenants' keys of one kind.
create index personal_keys_name on argus.personal_keys (name) where name not like 'user:%';

grant select, insert, update, delete on argus.personal_keys to argus_app;
