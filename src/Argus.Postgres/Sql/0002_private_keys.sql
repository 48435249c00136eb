-- Since when a private half is stored tells one that is on its way into the log from one that a crash left behind.
alter table argus.private_keys add column stored_at timestamptz not null default clock_timestamp();

-- The kid is the thumbprint of the modulus: no two tenants share one.
create unique index private_keys_kid on argus.private_keys (kid);

-- A new key-encryption key wraps what the old one did.
grant update (handle) on argus.private_keys to argus_app;
