create table if not exists tickgate.outbox (
  id bigint generated always as identity primary key,
  topic text not null,
  key text,
  payload json not null,
  created_at timestamptz not null default clock_timestamp(),
  error text
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000);
comment on table tickgate.outbox is 'What applications want published: inserted in their own transactions, removed by Tickgate after it was published.';
comment on column tickgate.outbox.key is 'Of rows with the same key one is published, as long as the journal remembers it. Null: each row is published.';
comment on column tickgate.outbox.payload is 'A JSON object. Not jsonb: its text is published as it was written.';
comment on column tickgate.outbox.error is 'Why this row is not published. Set to null, it is tried again.';
-- Rows with an error are not read again and again.
create index if not exists outbox_waiting on tickgate.outbox (id) where error is null;

create or replace function tickgate.notify_outbox() returns trigger language plpgsql as $$
begin
  perform pg_notify('tickgate_outbox', '');
  return null;
end $$;
create or replace trigger outbox_inserted after insert on tickgate.outbox
  for each statement execute function tickgate.notify_outbox()
