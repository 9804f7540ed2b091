package dev.tickgate.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The methods that the routes of a path accept. */
public final class AllowedMethods {
  private AllowedMethods() {}

  /** Returns the methods of the routes of exactly that path; empty if it has no such route. */
  public static Set<String> ofExactly(Router router, String path) {
    return methods(router, route -> route.isExactPath() && matches(route.getPath(), path));
  }

  /** Returns the same; without such a route, the methods of the routes for a prefix of the path. */
  static Set<String> of(Router router, String path) {
    Set<String> exact = ofExactly(router, path);
    return exact.isEmpty()
        ? methods(router, route -> !route.isExactPath() && path.startsWith(route.getPath()))
        : exact;
  }

  private static Set<String> methods(Router router, Predicate<Route> which) {
    return router.getRoutes().stream()
        .filter(route -> route.getPath() != null && route.methods() != null && which.test(route))
        .flatMap(route -> route.methods().stream())
        .map(HttpMethod::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  // The router does not report which of its routes match a path.
  private static boolean matches(String template, String path) {
    List<String> names = List.of(template.split("/", -1));
    List<String> parts = List.of(path.split("/", -1));
    if (names.size() != parts.size()) {
      return false;
    }
    for (int i = 0; i < parts.size(); i++) {
      boolean isParameter = names.get(i).startsWith(":") && !parts.get(i).isEmpty();
      if (!isParameter && !names.get(i).equals(parts.get(i))) {
        return false;
      }
    }
    return true;
  }
}
