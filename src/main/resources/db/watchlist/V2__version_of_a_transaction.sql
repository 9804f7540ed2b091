-- Once in a transaction: a row that it has written already has a version that nobody else has seen.
create or replace function watchlist.next_version() returns trigger language plpgsql as $$
begin
  new.version := old.version;
  if old.xmin <> pg_current_xact_id()::xid then
    new.version := old.version + 1;
  end if;
  new.updated_at := clock_timestamp();
  return new;
end $$;
comment on column watchlist.watchlists.version is
  'Grows by 1 with each transaction that changes the list or its items.';
