package dev.tickgate.watchlist;

import java.util.Optional;

/**
 * The fields of a list that its owner may change.
 *
 * @param isPublic whether other users may view the list
 * @param displayOrder the place among the owner's lists
 */
record ListFields(String name, Optional<String> description, boolean isPublic, int displayOrder) {
  /** The defaults of a new list, which has no name yet. */
  static final ListFields NEW = new ListFields("", Optional.empty(), false, 0);
}
