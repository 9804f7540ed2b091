package dev.tickgate.auth;

import dev.tickgate.access.Principal;
import dev.tickgate.bus.Bus;
import dev.tickgate.store.Schema;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the authentication of a node: keeps the keys and the revocations up to date, and deletes
 * expired rows.
 */
public final class AuthVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(AuthVerticle.class);
  private static final Schema SCHEMA =
      new Schema("auth", List.of("V1__tickets_and_revocations.sql"));
  private static final long LOOK = 1_000;
  private static final long CLEAN = 30_000;

  private final Pool pool;
  private final Bus bus;
  private final Consumer<Predicate<Principal>> revoked;
  private final Tickets tickets;
  private final Revocations revocations;
  private final Optional<KeySet> keys;
  private final AuthServices authServices;
  private boolean prepared;
  private boolean preparing;
  private boolean complained;

  /**
   * @param source the database with the session tokens of the application
   * @param pool the database with the tables of Tickgate
   * @param revoked receives a predicate of the principals whose sessions must end
   */
  public AuthVerticle(
      Vertx vertx,
      AuthSettings settings,
      Pool source,
      Pool pool,
      Bus bus,
      AuthMetrics metrics,
      Consumer<Predicate<Principal>> revoked) {
    this.pool = pool;
    this.bus = bus;
    this.revoked = revoked;
    InstantSource clock = InstantSource.system();
    tickets = new Tickets(pool, new SecureRandom());
    revocations =
        new Revocations(pool, settings.lifetime(), settings.leeway(), metrics, System::nanoTime);
    keys = settings.jwt().flatMap(jwt -> published(vertx, jwt));
    Authenticator authenticator =
        new TokenAuthenticator(
            new ApiKeys(settings.apiKeys()),
            tickets,
            settings.jwt().map(jwt -> new JwtVerifier(jwt, settings.leeway(), source(jwt), clock)),
            settings
                .sessions()
                .map(sessions -> new SessionTokens(source, sessions, settings.leeway(), clock)),
            revocations,
            settings.lifetime(),
            settings.leeway(),
            clock,
            new RefusalLog(metrics, System::nanoTime));
    authServices =
        new AuthServices(
            authenticator,
            Optional.of(new TokenService(tickets, revocations, settings.admins(), bus)));
  }

  private static Optional<KeySet> published(Vertx vertx, JwtSettings jwt) {
    return jwt.published()
        .map(at -> new KeySet(vertx, at, jwt.algorithm(), jwt.pace(), System::nanoTime));
  }

  private KeySource source(JwtSettings jwt) {
    return jwt.key().or(() -> keys).orElseThrow();
  }

  public AuthServices services() {
    return authServices;
  }

  /**
   * Returns the reason why this node cannot authenticate clients yet. Once it could, a database
   * that does not answer is no problem of this node: it continues to serve its sessions, and
   * clients without a token. Any thread may call.
   */
  public Optional<String> problem() {
    if (!revocations.wereSeen()) {
      return Optional.of("the revocations have not been read from the database yet");
    }
    return keys.filter(set -> !set.isLoaded()).map(set -> "the key set has not been read yet");
  }

  /** The tables that a gateway needs in the coordination database, if clients authenticate. */
  public static Schema schema() {
    return SCHEMA;
  }

  @Override
  public Future<?> start() {
    tick();
    vertx.setPeriodic(LOOK, timer -> tick());
    vertx.setPeriodic(CLEAN, timer -> clean());
    return bus.nodes().onNotification(TokenService.REVOKED, this::look);
  }

  private void tick() {
    keys.ifPresent(KeySet::tick);
    if (prepared) {
      look();
    } else if (!preparing) {
      prepare();
    }
  }

  private void prepare() {
    preparing = true;
    SCHEMA
        .migrate(pool)
        .onSuccess(
            migrated -> {
              prepared = true;
              look();
            })
        .onFailure(this::unreachable)
        .onComplete(done -> preparing = false);
  }

  // The attempt is repeated every second, and the failure is logged once.
  private void unreachable(Throwable failure) {
    if (!complained) {
      complained = true;
      LOG.atWarn().addKeyValue("reason", failure).log("auth.database_failed");
    }
  }

  private void look() {
    if (prepared) {
      revocations.look(revoked);
    }
  }

  private void clean() {
    if (prepared) {
      Future.all(tickets.clean(), revocations.clean())
          .onFailure(
              failure -> LOG.atDebug().addKeyValue("reason", failure).log("auth.cleanup_failed"));
    }
  }
}
