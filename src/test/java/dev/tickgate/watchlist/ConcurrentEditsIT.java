package dev.tickgate.watchlist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.testing.Fixture;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two windows of one user change a list at the same time. Each remembers the list that it read
 * last, changes that, and reads again where the server refuses.
 */
class ConcurrentEditsIT {
  private static final int EDITS = Integer.getInteger("tickgate.edits", 1_000);
  private static final int COMPANIES = 6;

  @Fixture private static final Vertx vertx = Vertx.vertx();
  @Fixture private final ExecutorService windows = Executors.newFixedThreadPool(2);

  /** An edit that the server accepted: the list that the window had, and the list after it. */
  private record Edit(long before, long after, JsonObject expected, JsonObject answered) {}

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void noUpdateIsLost(boolean own) throws ExecutionException, InterruptedException {
    try (WatchlistApiFixture api =
        own ? WatchlistApiFixture.own(vertx) : WatchlistApiFixture.existing(vertx)) {
      long list = api.create(1, "");
      List<Future<Window>> running = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        Window window = new Window(api, list, new Random(i));
        running.add(windows.submit(window::run, window));
      }
      List<Edit> edits = new ArrayList<>();
      int refused = 0;
      for (Future<Window> window : running) {
        edits.addAll(window.get().edits);
        refused += window.get().refused;
      }

      assertThat(refused).isPositive();
      assertThat(edits).hasSize(2 * EDITS);
      edits.sort(Comparator.comparingLong(Edit::after));
      long version = 1;
      for (Edit edit : edits) {
        // It was applied to the list that the edit before it left, and to no other.
        assertThat(edit.before()).isEqualTo(version);
        assertThat(edit.answered()).isEqualTo(edit.expected());
        version = edit.after();
      }
      JsonObject last = new JsonObject(api.get(1, "watchlists/" + list).body());
      assertThat(content(last)).isEqualTo(edits.get(edits.size() - 1).expected());
      assertThat(last.getLong("version")).isEqualTo(version);
    }
  }

  /** What edits change of a list. */
  private static JsonObject content(JsonObject list) {
    JsonArray items = new JsonArray();
    for (Object item : list.getJsonArray("items")) {
      JsonObject one = (JsonObject) item;
      items.add(
          new JsonObject()
              .put("company_id", one.getInteger("company_id"))
              .put("memo", one.getString("memo")));
    }
    return new JsonObject().put("name", list.getString("name")).put("items", items);
  }

  private static final class Window {
    private final WatchlistApiFixture api;
    private final String path;
    private final Random random;
    private final List<Edit> edits = new ArrayList<>();
    private int refused;
    private JsonObject known;
    private long version;

    Window(WatchlistApiFixture api, long list, Random random) {
      this.api = api;
      this.path = "watchlists/" + list;
      this.random = random;
    }

    void run() {
      read();
      while (edits.size() < EDITS) {
        edit();
      }
    }

    private void read() {
      remember(new JsonObject(api.get(1, path).body()));
    }

    private void remember(JsonObject list) {
      known = content(list);
      version = list.getLong("version");
    }

    private void edit() {
      JsonArray items = known.getJsonArray("items");
      int company = 1 + random.nextInt(COMPANIES);
      int at = find(items, company);
      switch (at < 0 ? 0 : 1 + random.nextInt(4)) {
        case 0 -> add(items, company);
        case 1 -> remove(items, company, at);
        case 2 -> note(items, company, at);
        case 3 -> rotate(items);
        default -> rename(items);
      }
    }

    private static int find(JsonArray items, int company) {
      for (int i = 0; i < items.size(); i++) {
        if (items.getJsonObject(i).getInteger("company_id") == company) {
          return i;
        }
      }
      return -1;
    }

    private void add(JsonArray items, int company) {
      JsonObject body = new JsonObject().put("company_id", company).put("memo", "0");
      send("POST", "/items", body, items.copy().add(body), known.getString("name"));
    }

    private void remove(JsonArray items, int company, int at) {
      JsonArray rest = items.copy();
      rest.remove(at);
      send("DELETE", "/items/" + company, null, rest, known.getString("name"));
    }

    /** Counts on from the memo that it has read. */
    private void note(JsonArray items, int company, int at) {
      int next = 1 + Integer.parseInt(items.getJsonObject(at).getString("memo"));
      JsonObject body = new JsonObject().put("memo", "" + next);
      JsonArray noted = items.copy();
      noted.getJsonObject(at).put("memo", "" + next);
      send("PATCH", "/items/" + company, body, noted, known.getString("name"));
    }

    private void rotate(JsonArray items) {
      JsonArray rotated = items.copy();
      rotated.add(rotated.remove(0));
      JsonArray order = new JsonArray();
      rotated.forEach(item -> order.add(((JsonObject) item).getInteger("company_id")));
      JsonObject body = new JsonObject().put("company_ids", order);
      send("PUT", "/order", body, rotated, known.getString("name"));
    }

    private void rename(JsonArray items) {
      String name = known.getString("name").equals("a") ? "b" : "a";
      send("PATCH", "", new JsonObject().put("name", name), items, name);
    }

    private void send(String method, String below, JsonObject body, JsonArray items, String name) {
      String text = body == null ? "" : body.encode();
      HttpResponse<String> answer = api.send(1, method, path + below, IfMatch.tag(version), text);
      if (answer.statusCode() == 412) {
        refused++;
        read();
        return;
      }
      assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
      long before = version;
      remember(new JsonObject(answer.body()));
      JsonObject expected = new JsonObject().put("name", name).put("items", items);
      edits.add(new Edit(before, version, expected, known));
    }
  }
}
