package dev.tickgate.chaos;

import java.util.List;
import java.util.Set;

/**
 * What a stream should have been, asked of the database when all was over.
 *
 * @param journal the rows by offset, the first is offset 1
 * @param committed the valid rows of the table
 * @param acknowledged rows whose writer was told that they are committed
 * @param abandoned rows whose writer rolled them back
 */
record Truth(
    long epoch,
    List<String> journal,
    Set<String> committed,
    Set<String> acknowledged,
    Set<String> abandoned) {
  String at(long offset) {
    return offset >= 1 && offset <= journal.size() ? journal.get((int) offset - 1) : null;
  }
}
