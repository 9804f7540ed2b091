create table tickgate.source (
  feed text primary key,
  parts text[],
  audited bigint,
  walked bigint
);
comment on table tickgate.source is 'What the leaders of a feed know of its table, beside the cursor.';
comment on column tickgate.source.parts is 'The relations its rows were in, each with its file, and the policies: another one may bring rows of old transactions.';
comment on column tickgate.source.audited is 'xmin (64 bits): rows of older transactions that came too late were counted, up to twelve look-backs behind the newest key.';
comment on column tickgate.source.walked is 'The same of all rows further behind.';
