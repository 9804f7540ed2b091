package dev.tickgate.auth;

import dev.tickgate.access.Principal;
import dev.tickgate.access.Principal.Credential;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The JSON of principals and of claims in the database. */
final class PrincipalJson {
  private PrincipalJson() {}

  static JsonObject write(Principal principal) {
    Credential credential = principal.credential();
    JsonObject claims = new JsonObject();
    principal.claims().forEach((name, values) -> claims.put(name, new JsonArray(values)));
    JsonObject json =
        new JsonObject()
            .put("sub", principal.subject())
            .put("claims", claims)
            .put("id", credential.id())
            .put("session", credential.session());
    credential.issued().ifPresent(at -> json.put("issued", at.toString()));
    credential.expires().ifPresent(at -> json.put("expires", at.toString()));
    return json;
  }

  static Principal read(JsonObject json) {
    return new Principal(
        json.getString("sub"),
        claims(json.getJsonObject("claims")),
        new Credential(
            json.getString("id"),
            json.getString("session"),
            Optional.ofNullable(json.getInstant("issued")),
            Optional.ofNullable(json.getInstant("expires"))));
  }

  /** Reads texts and lists of texts; any other value grants no right. */
  static Map<String, List<String>> claims(JsonObject json) {
    Map<String, List<String>> claims = new HashMap<>();
    for (String name : json.fieldNames()) {
      Object value = json.getValue(name);
      if (value instanceof String text) {
        claims.put(name, List.of(text));
      } else if (value instanceof JsonArray list) {
        claims.put(
            name, list.stream().filter(String.class::isInstance).map(String.class::cast).toList());
      }
    }
    return claims;
  }
}
