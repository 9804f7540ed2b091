package dev.tickgate.chaos;

import dev.tickgate.auth.SignedTokens;
import dev.tickgate.testing.DatabaseFixture;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.Random;

/**
 * A user of watchlists: creates a list with two positions, views its prices for some messages, and
 * deletes it, which ends the view. After a 503, which leaves open whether a change was made, it
 * begins again. Confined to one event loop.
 *
 * <pre>
 *   wait ─▶ clear ─▶ create ─▶ add ─▶ view ─▶ messages ─▶ delete ─▶ closed ─▶ wait
 *             └ away ─▶ out
 * </pre>
 */
final class SoakViewer {
  private static final String LISTS = "/api/v1/watchlists";
  private static final List<String> SYMBOLS = List.of("TABLE", "TOPIC");
  private static final int QUANTITY = 100;
  private static final int PURCHASE_PRICE = 90;
  private static final int MOST_MESSAGES = 10;
  private static final int LONGEST_BREAK_MS = 2_000;

  private final int user;
  private final String token;
  private final List<SocketAddress> gateways;
  private final Random random;
  private final Queue<String> faults;
  private final Vertx vertx;
  private final Context context;
  private final Links links;
  private final HttpClient http;
  private volatile boolean out = true;
  private volatile int lists;
  private volatile int messages;
  private boolean away = true;
  private long list;
  private int wanted;
  private boolean deletes;
  // Whether a request to delete the list was sent, which a 503 may have carried out.
  private boolean asked;

  SoakViewer(
      int user, List<SocketAddress> gateways, Random random, Queue<String> faults, Vertx vertx) {
    this.user = user;
    this.token =
        SignedTokens.hs256(
            new JsonObject()
                .put("sub", Integer.toString(user))
                .put("exp", Instant.now().getEpochSecond() + 36_000));
    this.gateways = gateways;
    this.random = random;
    this.faults = faults;
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.links = new Links(vertx, false);
    this.http = vertx.createHttpClient(new HttpClientOptions().setKeepAliveTimeout(1));
  }

  /** One company has a price in the table, the other that of a topic. */
  static void fill(DatabaseFixture database, int users) {
    database.run(
        "insert into watchlist.users (id, name) select n, 'User ' || n from generate_series(1, %d) n"
            .formatted(users));
    database.run(
        "insert into watchlist.companies (id, ticker_symbol, company_name, topic)"
            + " values (1, 'TABLE', 'Table', null), (2, 'TOPIC', 'Topic', '%s')"
                .formatted(SoakSource.QUOTES.get(0)));
    database.run(
        "insert into watchlist.stock_prices (company_id, price, previous_close)"
            + " values (1, 110, 100)");
  }

  void come() {
    context.runOnContext(
        now -> {
          away = false;
          out = false;
          again();
        });
  }

  /** Stays away, once it has deleted its list. */
  void leave() {
    context.runOnContext(now -> away = true);
  }

  /** Whether it has left. */
  boolean isOut() {
    return out;
  }

  int lists() {
    return lists;
  }

  /** The messages with prices that it received. */
  int messages() {
    return messages;
  }

  @Override
  public String toString() {
    return "viewer %d of list %d awaits %d messages, deletes: %s"
        .formatted(user, list, wanted, deletes);
  }

  void close() {
    links.close();
    http.close();
  }

  private void again() {
    vertx.setTimer(1 + random.nextInt(LONGEST_BREAK_MS), now -> clear());
  }

  /** Deletes the lists of a visit that a 503 ended. */
  private void clear() {
    send(HttpMethod.GET, "", new JsonObject(), 200)
        .compose(
            all ->
                Future.all(
                    all.getJsonArray("watchlists").stream()
                        .map(one -> delete(((JsonObject) one).getLong("id")))
                        .toList()))
        .onSuccess(
            cleared -> {
              if (away) {
                out = true;
              } else {
                create();
              }
            })
        .onFailure(this::failed);
  }

  private Future<JsonObject> delete(long id) {
    return send(HttpMethod.DELETE, "/" + id, new JsonObject(), 204);
  }

  private void failed(Throwable failure) {
    if (!(failure instanceof Unavailable)) {
      fault(failure.toString());
    }
    again();
  }

  private void create() {
    deletes = false;
    asked = false;
    wanted = 1 + random.nextInt(MOST_MESSAGES);
    send(HttpMethod.POST, "", new JsonObject().put("name", "soak"), 201)
        .compose(
            created -> {
              list = created.getLong("id");
              lists++;
              return add("TABLE");
            })
        .compose(added -> add("TOPIC"))
        .onSuccess(added -> view())
        .onFailure(this::failed);
  }

  private Future<JsonObject> add(String symbol) {
    JsonObject item =
        new JsonObject()
            .put("ticker_symbol", symbol)
            .put("quantity", QUANTITY)
            .put("purchase_price", PURCHASE_PRICE);
    return send(HttpMethod.POST, "/" + list + "/items", item, 201);
  }

  private void view() {
    String path = "/api/v1/ws/watchlist/%d/prices?token=%s".formatted(list, token);
    links
        .webSocket(gateway(), path, new Hearing())
        // A busy machine may answer later than the client waits.
        .onFailure(late -> view());
  }

  private void message(JsonObject message) {
    if (!"price_update".equals(message.getString("type"))) {
      return;
    }
    messages++;
    List<JsonObject> stocks =
        message.getJsonArray("stocks").stream().map(JsonObject.class::cast).toList();
    if (message.getLong("watchlist_id") != list
        || !stocks.stream().map(one -> one.getString("ticker_symbol")).toList().equals(SYMBOLS)
        || !stocks.stream().allMatch(SoakViewer::isRight)) {
      fault(message.encode());
    }
    // Before the first quote of its topic a company has no price.
    boolean complete = stocks.stream().allMatch(one -> one.getValue("current_price") != null);
    if (complete && !deletes && (away || --wanted <= 0)) {
      deletes = true;
      asked = true;
      delete(list).onFailure(this::notDeleted);
    }
  }

  /** The next message is another occasion; a list that was deleted all the same ends the view. */
  private void notDeleted(Throwable failure) {
    if (failure instanceof Unavailable) {
      deletes = false;
    } else {
      fault(failure.toString());
    }
  }

  private static boolean isRight(JsonObject stock) {
    Number price = stock.getNumber("current_price");
    Number profit = stock.getNumber("unrealized_pl");
    return price == null
        ? profit == null
        : new BigDecimal(price.toString())
                .subtract(BigDecimal.valueOf(PURCHASE_PRICE))
                .multiply(BigDecimal.valueOf(QUANTITY))
                .compareTo(new BigDecimal(profit.toString()))
            == 0;
  }

  private Future<JsonObject> send(HttpMethod method, String path, JsonObject body, int expected) {
    SocketAddress gateway = gateway();
    RequestOptions request =
        new RequestOptions()
            .setMethod(method)
            .setHost(gateway.host())
            .setPort(gateway.port())
            .setURI(LISTS + path)
            .putHeader("Authorization", "Bearer " + token)
            .putHeader("Content-Type", "application/json")
            .putHeader("If-Match", "*");
    return http.request(request)
        .compose(sending -> body.isEmpty() ? sending.send() : sending.send(body.toBuffer()))
        .compose(answer -> answer.body().map(text -> checked(answer.statusCode(), text, expected)));
  }

  private static JsonObject checked(int status, Buffer body, int expected) {
    if (status == 503) {
      throw new Unavailable();
    }
    if (status != expected) {
      throw new IllegalStateException(status + " " + body);
    }
    return body.length() == 0 ? new JsonObject() : body.toJsonObject();
  }

  private SocketAddress gateway() {
    return gateways.get(random.nextInt(gateways.size()));
  }

  private void fault(String what) {
    faults.add("viewer " + user + " of list " + list + ": " + what);
  }

  /** The database did not answer in time. */
  private static final class Unavailable extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private final class Hearing implements Link.Listener {
    @Override
    public void message(String text) {
      SoakViewer.this.message(new JsonObject(text));
    }

    @Override
    public void closed(String reason) {
      if (!asked || !reason.startsWith("closed 1008 ")) {
        fault(reason);
      }
      again();
    }
  }
}
