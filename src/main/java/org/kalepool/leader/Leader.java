package org.kalepool.leader;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Whether this process is the one that farms on its database.
 *
 * <p>A leader that hears nothing from the database stops after {@link Patience#confirmed}; the
 * server gives the lock to another only after {@link Patience#silence}. One that was frozen, or
 * whose session the server ended at once, may not know yet that it is none: {@link #hold} refuses
 * what it writes. Thread-safe.
 */
@Singleton
public final class Leader {
  /** Between two looks. */
  public static final Duration BEAT = Duration.ofSeconds(2);

  private static final Logger LOG = Logger.getLogger(Leader.class);

  private final LeadershipRepository repository;
  private final AgroalDataSource source;
  private final Clock clock;
  private final Patience patience;
  private final UUID self;
  private @Nullable LockSession session;

  /** The session that holds the lock and has taken the fence, if one has. */
  private @Nullable LockSession confirmed;

  private boolean resigned;
  private volatile Standing standing = new Standing(false, 0, Instant.MIN, "it has just started");

  /**
   * How long what the database has said holds.
   *
   * @param confirmed after which a process that leads does so no more unless it is told so again
   * @param silence after which a session that does not answer is given up, null for never
   * @param writing for how long a former leader may end what it is writing
   */
  public record Patience(Duration confirmed, @Nullable Duration silence, Duration writing) {
    /** With {@link #BEAT} less than the 15 s within which another has to take over. */
    public static final Patience OF_A_SERVICE =
        new Patience(Duration.ofSeconds(9), Duration.ofSeconds(11), Duration.ofSeconds(1));

    /** Where time does not pass by itself. */
    public static final Patience WITHOUT_END =
        new Patience(Duration.ofDays(36_500), null, Duration.ofSeconds(4));
  }

  /**
   * What this process is at the moment.
   *
   * @param fence its fencing number while it leads
   * @param at when the database said so last
   * @param why it does not lead; empty if it does
   */
  public record Standing(boolean leads, long fence, Instant at, String why) {}

  Leader(
      LeadershipRepository repository,
      AgroalDataSource source,
      Clock clock,
      RandomGenerator random,
      MeterRegistry meters,
      Patience patience) {
    this.repository = repository;
    this.source = source;
    this.clock = clock;
    this.patience = patience;
    this.self = new UUID(random.nextLong(), random.nextLong());
    Gauge.builder("kale.leader", this, leader -> leader.leads() ? 1 : 0)
        .description("Whether this process farms; of all on one database one does")
        .register(meters);
  }

  /** Whether this process may farm now. */
  public boolean leads() {
    Standing now = standing;
    return now.leads() && !clock.instant().isAfter(now.at().plus(patience.confirmed()));
  }

  /** What the last look found. */
  public Standing standing() {
    return standing;
  }

  /**
   * Asks the database whether this process still leads, or takes the lead if nobody has it. A
   * session that has been lost is replaced at once.
   */
  public synchronized void beat() {
    if (resigned) {
      return;
    }
    boolean fresh = session == null;
    try {
      look();
    } catch (SQLException e) {
      drop();
      if (fresh) {
        lost(e);
      } else {
        again();
      }
    }
  }

  private void again() {
    try {
      look();
    } catch (SQLException e) {
      drop();
      lost(e);
    }
  }

  private void look() throws SQLException {
    LockSession open = session;
    if (open == null) {
      open = LockSession.open(source, name(), patience);
      session = open;
    }
    if (open.holds() || open.tryLock()) {
      lead(open);
    } else {
      follow(open.other().orElse("another process"));
    }
  }

  private void lead(LockSession open) throws SQLException {
    Standing before = standing;
    if (before.leads() && open == confirmed) {
      standing = new Standing(true, before.fence(), clock.instant(), "");
      return;
    }
    long fence;
    try {
      fence = open.takeFence(self);
    } catch (SQLException e) {
      // another may be able to
      drop();
      throw e;
    }
    confirmed = open;
    standing = new Standing(true, fence, clock.instant(), "");
    if (!before.leads()) {
      LOG.infof("this process farms (fence %d)", fence);
    }
  }

  private void follow(String other) {
    String why = "another pool farms on this database: " + other;
    if (!why.equals(standing.why())) {
      LOG.warnf("%s; this one does not, and takes over when that one has gone", why);
    }
    standing = new Standing(false, 0, clock.instant(), why);
  }

  private void lost(SQLException failure) {
    String why = "the database is not available: " + failure.getMessage();
    if (standing.leads()) {
      LOG.warnf("nothing is farmed for the moment, %s", why);
    }
    standing = new Standing(false, 0, clock.instant(), why);
  }

  /**
   * Makes the caller's transaction one that no other leader can start beside; to be called before
   * anything is stored that goes to the network or comes from there.
   *
   * @throws NotLeaderException if this process does not lead
   * @throws jakarta.persistence.PersistenceException if the database cannot be asked
   */
  public void hold() {
    Standing now = standing;
    boolean held = now.leads() && repository.hold(now.fence(), self);
    if (!held) {
      throw new NotLeaderException(
          now.leads() ? "another pool farms on this database now" : now.why());
    }
  }

  /**
   * The same for what is written by tasks, and by operators' commands too, which any process may
   * take: refused is only who believes to lead and does not.
   *
   * @throws NotLeaderException if another process leads meanwhile
   */
  public void holdIfLeading() {
    if (standing.leads()) {
      hold();
    }
  }

  /** Gives the lead to whoever wants it, for good. */
  public synchronized void resign() {
    resigned = true;
    drop();
    standing = new Standing(false, 0, clock.instant(), "it is stopping");
  }

  private void drop() {
    LockSession open = session;
    session = null;
    confirmed = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        LOG.debugf("the lock's session is gone: %s", e.getMessage());
      }
    }
  }

  private String name() {
    String process = "process " + ProcessHandle.current().pid();
    try {
      return process + " on " + InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      LOG.debugf("this machine has no name: %s", e.getMessage());
      return process;
    }
  }
}
