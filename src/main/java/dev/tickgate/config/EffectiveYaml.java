package dev.tickgate.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tickgate.config.Settings.Setting;
import dev.tickgate.store.DatabaseUrl;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The settings in use, in the form of a configuration file, with the source of each value that is
 * not a default.
 */
public final class EffectiveYaml {
  // Of URLs other than those of databases, such as that of a key set.
  private static final Pattern CREDENTIALS = Pattern.compile("(?<=://)([^:@/]*):[^@/]*@");
  private static final Pattern PASSWORD = Pattern.compile("(?<=[?&]password=)[^&]*");

  private final StringBuilder yaml = new StringBuilder();
  private List<String> group = List.of();

  private EffectiveYaml() {}

  public static String of(Map<String, Setting> settings) {
    EffectiveYaml effective = new EffectiveYaml();
    settings.forEach(effective::line);
    return effective.yaml.toString();
  }

  private void line(String path, Setting setting) {
    List<String> keys = List.of(path.split("\\."));
    List<String> parents = keys.subList(0, keys.size() - 1);
    for (int i = 0; i < parents.size(); i++) {
      if (i >= group.size() || !parents.subList(0, i + 1).equals(group.subList(0, i + 1))) {
        indent(i).append(parents.get(i)).append(":\n");
      }
    }
    group = parents;
    indent(parents.size()).append(keys.get(keys.size() - 1)).append(':');
    boolean items = setting.value().isArray() && setting.value().path(0).isObject();
    String source = setting.isDefault() ? "" : "  # " + setting.source() + note(path, setting);
    if (items) {
      yaml.append(source).append('\n');
      setting.value().forEach(item -> indent(parents.size()).append("  - " + item + "\n"));
    } else {
      yaml.append(' ').append(scalar(path, setting.value())).append(source).append('\n');
    }
  }

  private StringBuilder indent(int depth) {
    return yaml.append("  ".repeat(depth));
  }

  private static String shown(String path, String text) {
    if (path.endsWith(".secret") && !text.isEmpty()) {
      return "***";
    }
    if (DatabaseReader.isUrl(path)) {
      return DatabaseReader.shown(text).map(DatabaseUrl::toString).orElse("");
    }
    String withoutUser = CREDENTIALS.matcher(text).replaceAll("$1:***@");
    return PASSWORD.matcher(withoutUser).replaceAll("***");
  }

  /** Returns a note on the encryption of the connection to a database. */
  private static String note(String path, Setting setting) {
    return DatabaseReader.isUrl(path)
        ? DatabaseReader.shown(setting.value().asText())
            .map(url -> "; " + url.tls().mode().meaning())
            .orElse("")
        : "";
  }

  private static String scalar(String path, JsonNode value) {
    if (!value.isTextual()) {
      return value.toString();
    }
    String text = shown(path, value.asText());
    boolean plain = text.matches("[A-Za-z0-9][A-Za-z0-9._/-]*");
    return plain ? text : TextNode.valueOf(text).toString();
  }
}
