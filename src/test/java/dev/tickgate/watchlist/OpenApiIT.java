package dev.tickgate.watchlist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.OpenApiDocument;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The OpenAPI document has each route, and its schemas are those of the answers. */
class OpenApiIT {
  @Fixture private static final Vertx vertx = Vertx.vertx();
  @Fixture private static final WatchlistApiFixture api = WatchlistApiFixture.own(vertx);

  private record Call(String method, String path, String body, int status) {}

  @Test
  void everyOperationAnswersAsTheDocumentSays() {
    HttpResponse<String> served = api.http.get("/api/v1/openapi.json");
    OpenApiDocument document = new OpenApiDocument(served.body());
    long id = api.create(1, ",\"description\":\"d\"");
    String list = "watchlists/" + id;
    List<Call> calls =
        List.of(
            new Call("POST", "watchlists", "{\"name\":\"a\",\"is_public\":true}", 201),
            new Call(
                "POST",
                list + "/items",
                "{\"ticker_symbol\":\"USD_JPY\",\"quantity\":-1.5,\"purchase_price\":150}",
                201),
            new Call("PATCH", list + "/items/202", "{\"memo\":\"m\",\"tags\":[\"t\"]}", 200),
            new Call("PUT", list + "/order", "{\"company_ids\":[202]}", 200),
            new Call("PATCH", list, "{\"name\":\"b\",\"description\":null}", 200),
            new Call("GET", list, "", 200),
            new Call("GET", "watchlists?public=true", "", 200),
            new Call("GET", "companies?query=USD", "", 200),
            new Call("GET", "openapi.json", "", 200),
            new Call("DELETE", list + "/items/202", "", 200),
            new Call("DELETE", list, "", 204));
    Set<String> called = new TreeSet<>();
    for (Call call : calls) {
      HttpResponse<String> answer = api.send(1, call.method(), call.path(), "*", call.body());
      assertThat(answer.statusCode()).as("%s: %s", call, answer.body()).isEqualTo(call.status());
      called.add(document.check(call.method(), "/api/v1/" + call.path(), call.body(), answer));
    }

    assertThat(called).isEqualTo(document.operations());
  }

  @Test
  void theDocumentHasTheRoutesOfTheServerAndNoOther() {
    Set<String> routes = new TreeSet<>();
    for (Route route : api.routes()) {
      String path = route.getPath().replaceAll(":([a-z]+)", "{$1}");
      // A route of all methods is the one that refuses those of no other route.
      Optional.ofNullable(route.methods()).orElse(Set.of()).stream()
          .filter(method -> method != HttpMethod.HEAD)
          .forEach(method -> routes.add(method.name() + " " + path));
    }

    assertThat(new OpenApiDocument(api.http.get("/api/v1/openapi.json").body()).operations())
        .isEqualTo(routes);
  }
}
