package dev.tickgate.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows of text in columns. A column is as wide as its longest cell, and at least as wide as it is
 * told, so that pages with other values have the same columns.
 */
final class TextTable {
  private final List<Column> columns;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * @param least the smallest width
   * @param right whether the cells are aligned at the right
   */
  record Column(String title, int least, boolean right) {
    static Column left(String title, int least) {
      return new Column(title, least, false);
    }

    static Column right(String title, int least) {
      return new Column(title, least, true);
    }

    private String cell(String text, int width) {
      String space = " ".repeat(width - text.length());
      return right ? space + text : text + space;
    }
  }

  TextTable(Column... columns) {
    this.columns = List.of(columns);
    rows.add(this.columns.stream().map(Column::title).toList());
  }

  /** Adds a row. Cells that are not given are empty. */
  void add(Object... cells) {
    List<String> row = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      row.add(i < cells.length ? String.valueOf(cells[i]) : "");
    }
    rows.add(row);
  }

  boolean isEmpty() {
    return rows.size() == 1;
  }

  /** Returns the line of titles, and a line of each row. */
  List<String> lines() {
    return rows.stream().map(this::line).toList();
  }

  private String line(List<String> row) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < columns.size(); i++) {
      line.append(columns.get(i).cell(row.get(i), width(i))).append("  ");
    }
    return line.toString().stripTrailing();
  }

  private int width(int column) {
    int longest = rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    return Math.max(columns.get(column).least(), longest);
  }
}
