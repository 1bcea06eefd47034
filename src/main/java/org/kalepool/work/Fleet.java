package org.kalepool.work;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.leader.Leader;
import org.kalepool.work.fleet.BadMessageException;
import org.kalepool.work.fleet.Broker;
import org.kalepool.work.fleet.BrokerAccess;
import org.kalepool.work.fleet.FleetCodec;
import org.kalepool.work.fleet.FleetMessage;
import org.kalepool.work.fleet.FleetMessage.Hit;
import org.kalepool.work.fleet.FleetMessage.LeaseRequest;
import org.kalepool.work.fleet.FleetMessage.News;
import org.kalepool.work.fleet.FleetMessage.Refused;
import org.kalepool.work.fleet.FleetMessage.Verdict;
import org.kalepool.work.fleet.FleetSubjects;
import org.kalepool.work.fleet.LeaseDesk;
import org.kalepool.work.fleet.NatsBroker;

/**
 * The pooler's side of its fleet: answers hashers on the broker while this process farms. Without a
 * broker in the settings it does nothing.
 */
@Singleton
final class Fleet {
  private static final Logger LOG = Logger.getLogger(Fleet.class);

  private final FleetSettings settings;
  private final MiningBoard board;
  private final FleetHits hits;
  private final BooleanSupplier farms;
  private final RandomGenerator random;
  private final LeaseDesk desk;
  private @Nullable FleetSubjects subjects;
  private @Nullable Broker broker;
  private long toldVersion = -1;

  @Inject
  Fleet(
      FleetSettings settings,
      MiningBoard board,
      FleetHits hits,
      Leader leader,
      RandomGenerator random) {
    this(settings, board, hits, leader::leads, random);
  }

  /**
   * One without a container.
   *
   * @param farms whether this process does, and so may answer
   */
  Fleet(
      FleetSettings settings,
      MiningBoard board,
      FleetHits hits,
      BooleanSupplier farms,
      RandomGenerator random) {
    this.settings = settings;
    this.board = board;
    this.hits = hits;
    this.farms = farms;
    this.random = random;
    this.desk = new LeaseDesk(board, random.nextLong(), System::nanoTime);
  }

  boolean configured() {
    return settings.url().isPresent();
  }

  /**
   * Reaches for the broker that is set.
   *
   * @throws IllegalArgumentException if a setting or a file that it names cannot be used
   */
  void start() {
    if (settings.url().isEmpty()) {
      return;
    }
    try {
      BrokerAccess access =
          new BrokerAccess(
              settings.url().get(),
              settings.userFile(),
              settings.nkeyFile(),
              settings.credsFile(),
              settings.tlsCaFile());
      FleetSubjects at = new FleetSubjects(settings.subject());
      start(NatsBroker.start(access, "kale-pool", random, Fleet::tellTrouble), at);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("kale.fleet: " + e.getMessage(), e);
    }
  }

  /** The same by a broker that is there already. */
  synchronized void start(Broker open, FleetSubjects at) {
    broker = open;
    subjects = at;
    open.serve(at.lease(), this::lease);
    open.serve(at.hit(), this::hit);
  }

  private static void tellTrouble(Optional<Broker.Trouble> trouble) {
    trouble.ifPresentOrElse(
        it -> LOG.warnf("hashing without the fleet: %s", it.sentence()),
        () -> LOG.infof("the fleet's broker is there"));
  }

  private synchronized @Nullable Broker broker() {
    return broker;
  }

  synchronized void stop() {
    Broker open = broker;
    if (open != null) {
      open.close();
      broker = null;
    }
  }

  private @Nullable CompletionStage<byte[]> lease(byte[] question) {
    if (!farms.getAsBoolean()) {
      return null;
    }
    FleetMessage answer;
    try {
      answer =
          FleetCodec.decode(question) instanceof LeaseRequest request
              ? desk.answer(request)
              : new Refused("that is no request for work");
    } catch (BadMessageException e) {
      LOG.warnf("a request for work cannot be understood: %s", e.getMessage());
      answer = new Refused("the request cannot be understood: use the pooler's own release");
    }
    return CompletableFuture.completedFuture(FleetCodec.encode(answer));
  }

  private @Nullable CompletionStage<byte[]> hit(byte[] question) {
    if (!farms.getAsBoolean()) {
      return null;
    }
    try {
      if (FleetCodec.decode(question) instanceof Hit hit) {
        return hits.take(hit)
            .thenApply(
                fate -> {
                  desk.hit(hit.who(), fate);
                  return FleetCodec.encode(new Verdict(fate));
                });
      }
    } catch (BadMessageException e) {
      LOG.warnf("a hit cannot be understood: %s", e.getMessage());
    }
    return CompletableFuture.completedFuture(FleetCodec.encode(new Refused("that is no hit")));
  }

  /** Tells hashers that the board has changed. */
  void news() {
    long version = board.version();
    synchronized (this) {
      if (version == toldVersion) {
        return;
      }
      toldVersion = version;
    }
    tell(false);
  }

  private void tell(boolean drop) {
    Broker open;
    FleetSubjects at;
    synchronized (this) {
      open = broker;
      at = subjects;
    }
    if (open != null && at != null) {
      open.tell(at.news(), FleetCodec.encode(new News(Math.max(board.block(), 0), drop)));
    }
  }

  void pause() {
    desk.pause();
    tell(true);
  }

  void resume() {
    desk.resume();
    tell(false);
  }

  LeaseDesk desk() {
    return desk;
  }

  FleetStatus status(Duration window) {
    Broker open = broker();
    Optional<String> trouble =
        open == null ? Optional.empty() : open.trouble().map(Broker.Trouble::sentence);
    return new FleetStatus(configured() || open != null, trouble, desk.hashers(window));
  }
}
