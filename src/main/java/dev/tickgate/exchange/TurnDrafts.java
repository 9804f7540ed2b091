package dev.tickgate.exchange;

import dev.tickgate.lead.Draft;
import dev.tickgate.lead.Sequencer;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Passes the drafts of one turn of the event loop to the sequencer together. Confined to the
 * leader's event loop.
 */
final class TurnDrafts implements Consumer<Draft> {
  private static final int MOST = 100;

  private final Vertx vertx;
  private Sequencer sequencer;
  private List<Draft> drafts = new ArrayList<>();

  TurnDrafts(Vertx vertx) {
    this.vertx = vertx;
  }

  void start(Sequencer leader) {
    sequencer = leader;
  }

  @Override
  public void accept(Draft draft) {
    if (drafts.isEmpty()) {
      vertx.runOnContext(turn -> send());
    }
    drafts.add(draft);
    if (drafts.size() >= MOST) {
      send();
    }
  }

  private void send() {
    if (!drafts.isEmpty()) {
      List<Draft> sent = drafts;
      drafts = new ArrayList<>();
      // Nothing is published after the leadership has ended: the next leader has its own
      // connection.
      sequencer.publish(sent);
    }
  }
}
