package dev.tickgate.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One line of the result.
 *
 * @param name the name in JSON
 * @param label the label in the table, with the unit
 * @param value a word, or a number, which is not finite where there is none
 * @param decimals the decimals of a number
 */
record Figure(String name, String label, Object value, int decimals) {
  static Figure word(String name, String label, String word) {
    return new Figure(name, label, word, 0);
  }

  static Figure count(String name, String label, long count) {
    return new Figure(name, label, (double) count, 0);
  }

  static Figure number(String name, String label, double number, int decimals) {
    return new Figure(name, label, number, decimals);
  }

  static String table(List<Figure> figures) {
    return figures.stream()
        .map(figure -> "%-34s %16s".formatted(figure.label, figure.forPeople()))
        .collect(Collectors.joining(System.lineSeparator()));
  }

  static String json(List<Figure> figures) {
    return figures.stream()
        .map(figure -> "\"" + figure.name + "\":" + figure.forJson())
        .collect(Collectors.joining(",", "{", "}"));
  }

  private String forPeople() {
    return value instanceof Double number ? format("%,." + decimals + "f", number, "-") : word();
  }

  private String forJson() {
    return value instanceof Double number
        ? format("%." + decimals + "f", number, "null")
        : "\"" + word() + "\"";
  }

  private String word() {
    return value.toString();
  }

  private static String format(String pattern, double number, String otherwise) {
    return Double.isFinite(number) ? String.format(Locale.ROOT, pattern, number) : otherwise;
  }
}
