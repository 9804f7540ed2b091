package dev.tickgate.chaos;

import java.util.List;

/** Where the members of a site live, and what between them can be cut. */
interface Network extends AutoCloseable {
  /** The address of a member. */
  String host(int member);

  /** The command that starts a program at that address. */
  List<String> prefix(int member);

  /** The database's address, as members see it. */
  String database();

  /** Neither hears the other, without a word, or does again. */
  void cut(int one, int other, boolean apart);

  /** Limits the rate of everything that the member sends, or removes the limit. */
  void slow(int member, boolean slow);

  /** A member hears no more of the database, without a word, or does again. */
  void cutFromDatabase(int member, boolean apart);

  @Override
  void close();
}
