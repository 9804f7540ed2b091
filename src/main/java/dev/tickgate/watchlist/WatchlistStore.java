package dev.tickgate.watchlist;

import dev.tickgate.store.Identifier;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Reads and changes lists. Each change is one transaction: it locks the list if the list has a
 * version that the client names, changes it, and reads it again. A refused change fails with {@link
 * WatchlistRefusal}.
 */
final class WatchlistStore {
  private static final long PATIENCE_MS = 5_000;
  private static final int MOST_LISTS = 100;

  // Bounds the statements of a transaction, so that a lock of another transaction does not occupy
  // the connection for longer.
  private static final String BOUND = "set local statement_timeout = " + (PATIENCE_MS - 1_000);
  // Serializes the requests of one user that count the user's lists.
  private static final String LOCK_USER =
      "select pg_advisory_xact_lock(hashtextextended('tickgate.watchlists', $1::bigint))";
  private static final String COUNT_LISTS =
      "select count(*) from %s.watchlists where user_id = $1::bigint";
  private static final String CREATE =
      """
      insert into %s.watchlists (user_id, name, description, is_public, display_order)
      values ($1::bigint, $2::text, $3::text, $4::boolean, $5::integer) returning id
      """;
  private static final String TAKE =
      """
      update %s.watchlists l set version = version + 1, updated_at = clock_timestamp()
      where id = $1::bigint and user_id = $2::bigint
        and ($3::bigint[] is null or version = any($3::bigint[]))
      returning\s""";
  private static final String WHY_NOT =
      """
      select user_id = $2::bigint as own, coalesce(is_public, false) as is_public, version
      from %s.watchlists where id = $1::bigint
      """;
  private static final String CHANGE =
      """
      update %s.watchlists
      set name = $2::text, description = $3::text, is_public = $4::boolean,
        display_order = $5::integer
      where id = $1::bigint
      """;
  private static final String CLEAR =
      "delete from %s.watchlist_items where watchlist_id = $1::bigint";
  private static final String DELETE = "delete from %s.watchlists where id = $1::bigint";

  private final Pool pool;
  private final WatchlistReader reader;
  private final WatchlistItems items;
  private final String countLists;
  private final String create;
  private final String take;
  private final String whyNot;
  private final String change;
  private final String clear;
  private final String delete;

  /**
   * A change of a list by a user.
   *
   * @param match the versions to which the change may be applied
   */
  record Edit(long user, long list, IfMatch match) {}

  WatchlistStore(Pool pool, WatchlistSettings settings) {
    String schema = Identifier.quoted(settings.schema());
    this.pool = pool;
    this.reader = new WatchlistReader(settings);
    this.items = new WatchlistItems(schema);
    this.countLists = COUNT_LISTS.formatted(schema);
    this.create = CREATE.formatted(schema);
    this.take = TAKE.formatted(schema) + StoredList.FIELDS;
    this.whyNot = WHY_NOT.formatted(schema);
    this.change = CHANGE.formatted(schema);
    this.clear = CLEAR.formatted(schema);
    this.delete = DELETE.formatted(schema);
  }

  Future<List<StoredList>> lists(long user, boolean withPublic) {
    return inTime(reader.user(pool, user).compose(active -> reader.lists(pool, user, withPublic)));
  }

  Future<StoredList> list(long user, long id) {
    return inTime(reader.user(pool, user).compose(active -> reader.list(pool, user, id)));
  }

  Future<List<StoredCompany>> companies(long user, String text, int limit) {
    return inTime(reader.user(pool, user).compose(active -> reader.companies(pool, text, limit)));
  }

  Future<StoredList> create(long user, ListFields fields) {
    Tuple row =
        Tuple.of(
            user,
            fields.name(),
            fields.description().orElse(null),
            fields.isPublic(),
            fields.displayOrder());
    return transaction(
        user,
        connection ->
            WatchlistReader.row(connection, LOCK_USER, Tuple.of(user))
                .compose(locked -> only(connection, countLists, Tuple.of(user)))
                .map(count -> count.getLong(0) < MOST_LISTS)
                .compose(
                    room -> room ? only(connection, create, row) : refused(Problem.TOO_MANY_LISTS))
                .compose(created -> reader.list(connection, user, created.getLong(0))));
  }

  Future<StoredList> change(Edit edit, UnaryOperator<ListFields> to) {
    return edit(
        edit,
        (connection, old) -> {
          ListFields fields = to.apply(old);
          return WatchlistReader.rows(
                  connection,
                  change,
                  Tuple.of(
                      edit.list(),
                      fields.name(),
                      fields.description().orElse(null),
                      fields.isPublic(),
                      fields.displayOrder()))
              .mapEmpty();
        });
  }

  Future<Void> delete(Edit edit) {
    Tuple list = Tuple.of(edit.list());
    return transaction(
        edit.user(),
        connection ->
            take(connection, edit)
                .compose(old -> WatchlistReader.rows(connection, clear, list))
                .compose(cleared -> WatchlistReader.rows(connection, delete, list))
                .mapEmpty());
  }

  Future<StoredList> add(Edit edit, CompanyKey key, ItemFields fields) {
    return edit(
        edit,
        (connection, old) ->
            reader
                .company(connection, key)
                .compose(company -> items.add(connection, edit.list(), company, fields)));
  }

  Future<StoredList> changeItem(Edit edit, long company, UnaryOperator<ItemFields> to) {
    return edit(edit, (connection, old) -> items.change(connection, edit.list(), company, to));
  }

  Future<StoredList> removeItem(Edit edit, long company) {
    return edit(edit, (connection, old) -> items.remove(connection, edit.list(), company));
  }

  Future<StoredList> reorder(Edit edit, List<Long> companies) {
    return edit(edit, (connection, old) -> items.reorder(connection, edit.list(), companies));
  }

  /** The work on a list that this transaction has locked. */
  private interface Work {
    Future<Void> on(SqlConnection connection, ListFields old);
  }

  private Future<StoredList> edit(Edit edit, Work work) {
    return transaction(
        edit.user(),
        connection ->
            take(connection, edit)
                .compose(old -> work.on(connection, old))
                .compose(done -> reader.list(connection, edit.user(), edit.list())));
  }

  /**
   * Locks the list and increments its version. Fails where the user may not change the list, or
   * where the client names another version.
   */
  private Future<ListFields> take(SqlConnection connection, Edit edit) {
    return WatchlistReader.row(
            connection, take, Tuple.of(edit.list(), edit.user(), edit.match().parameter()))
        .compose(
            taken ->
                taken
                    .map(row -> Future.succeededFuture(StoredList.fields(row)))
                    .orElseGet(() -> refusal(connection, edit)));
  }

  private Future<ListFields> refusal(SqlConnection connection, Edit edit) {
    return WatchlistReader.row(connection, whyNot, Tuple.of(edit.list(), edit.user()))
        .compose(
            found -> {
              if (found.isEmpty()) {
                return refused(Problem.WATCHLIST_NOT_FOUND);
              }
              Row row = found.get();
              if (row.getBoolean("own")) {
                return Future.failedFuture(WatchlistRefusal.outdated(row.getLong("version")));
              }
              return refused(
                  row.getBoolean("is_public") ? Problem.NOT_OWNER : Problem.WATCHLIST_NOT_FOUND);
            });
  }

  private <T> Future<T> transaction(long user, Function<SqlConnection, Future<T>> work) {
    Promise<Void> answered = Promise.promise();
    return inTime(
            pool.withTransaction(
                connection ->
                    connection
                        .query(BOUND)
                        .execute()
                        .compose(bounded -> reader.user(connection, user))
                        .compose(active -> work.apply(connection))
                        .compose(done -> unlessAnswered(answered.future(), done))))
        .onComplete(answer -> answered.complete());
  }

  // A transaction that waited for a connection may end after its client received a time-out. It is
  // then rolled back.
  private static <T> Future<T> unlessAnswered(Future<Void> answered, T done) {
    return answered.isComplete()
        ? refused(Problem.DATABASE_UNAVAILABLE)
        : Future.succeededFuture(done);
  }

  private static <T> Future<T> inTime(Future<T> answer) {
    return answer.timeout(PATIENCE_MS, TimeUnit.MILLISECONDS);
  }

  private static Future<Row> only(SqlConnection connection, String sql, Tuple parameters) {
    return WatchlistReader.rows(connection, sql, parameters).map(rows -> rows.get(0));
  }

  static <T> Future<T> refused(Problem problem) {
    return Future.failedFuture(new WatchlistRefusal(problem));
  }
}
