package dev.tickgate.auth;

import dev.tickgate.access.Grantee;
import dev.tickgate.access.Principal;
import dev.tickgate.auth.Revocation.Target;
import dev.tickgate.bus.Bus;
import dev.tickgate.protocol.Token;
import io.vertx.core.Future;

/** Gives out tickets, and takes revocations. Any loop may ask. */
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

  /** A token for an URL, in the name of who has shown another one. */
  public Future<Token> ticket(Principal principal) {
    return tickets.issue(principal);
  }

  public boolean mayRevoke(Principal principal) {
    return principal.isKnown() && admins.includes(principal);
  }

  /**
   * @return done when no node can miss it any more
   */
  public Future<Void> revoke(Target target) {
    return revocations.revoke(target).onSuccess(written -> bus.nodes().notifyAll(REVOKED));
  }
}
