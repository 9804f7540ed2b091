package dev.tickgate.auth;

import dev.tickgate.access.Grantee;
import dev.tickgate.access.Principal;
import dev.tickgate.auth.Revocation.Target;
import dev.tickgate.bus.Bus;
import dev.tickgate.protocol.Token;
import io.vertx.core.Future;

/** Issues tickets, and accepts revocations. Any loop may call. */
public final class TokenService {
  static final String REVOKED = "revoked";

  private final Tickets tickets;
  private final Revocations revocations;
  private final Grantee admins;
  private final Bus bus;

  TokenService(Tickets tickets, Revocations revocations, Grantee admins, Bus bus) {
    this.tickets = tickets;
    this.revocations = revocations;
    this.admins = admins;
    this.bus = bus;
  }

  /** Issues a ticket for a URL to a principal that authenticated with another token. */
  public Future<Token> ticket(Principal principal) {
    return tickets.issue(principal);
  }

  public boolean mayRevoke(Principal principal) {
    return principal.isKnown() && admins.includes(principal);
  }

  /**
   * @return completes when the revocation is committed: every node will read it
   */
  public Future<Void> revoke(Target target) {
    return revocations.revoke(target).onSuccess(written -> bus.nodes().notifyAll(REVOKED));
  }
}
