package org.kalepool.work.fleet;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Hash;
import org.kalepool.schedule.Backoff;
import org.kalepool.work.fleet.FleetMessage.Hit;
import org.kalepool.work.fleet.FleetMessage.LeaseRequest;
import org.kalepool.work.fleet.FleetMessage.Leases;
import org.kalepool.work.fleet.FleetMessage.News;
import org.kalepool.work.fleet.FleetMessage.Nothing;
import org.kalepool.work.fleet.FleetMessage.Refused;
import org.kalepool.work.fleet.FleetMessage.Who;
import org.kalepool.work.miner.Assignment;
import org.kalepool.work.miner.Devices;
import org.kalepool.work.miner.HashingPool;
import org.kalepool.work.miner.HashingSettings;
import org.kalepool.work.miner.Kernel;
import org.kalepool.work.miner.ReadyDevices;

/**
 * One machine of a fleet: threads and devices, and one thread that gets them work and tells the
 * pooler what they find. It asks for half a second of its own hashing at a time, before what it has
 * is used up, and at least once a second, so that the pooler knows that it is there.
 */
public final class Hasher implements AutoCloseable {
  private static final double SECONDS_AT_HAND = 0.5;
  private static final Duration BEAT = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration SPEED_WINDOW = Duration.ofSeconds(15);
  private static final double LEAST_BUSY = 0.05;
  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(3));

  private final Who who;
  private final String kernel;
  private final int threads;
  private final FleetSubjects subjects;
  private final Broker broker;
  private final RandomGenerator random;
  private final LongSupplier nanoTime;
  private final LeasedWork work;
  private final HitPost post;
  private final HashingPool pool;
  private final Devices devices;
  private final Thread thread;
  private final AtomicBoolean asking = new AtomicBoolean();
  private volatile double speed;
  private volatile long nextAsk;
  private long nextMeasure;
  private volatile boolean low = true;
  private volatile boolean idle = true;
  private volatile boolean stopping;
  private final AtomicLong failures = new AtomicLong();
  private volatile @Nullable String trouble;

  /**
   * What a hasher hashes with.
   *
   * @param speed hashes a second of one thread, as calibrated
   */
  public record Engine(
      Kernel kernel, HashingSettings threads, ReadyDevices devices, double speed) {}

  /**
   * How it does.
   *
   * @param block that it works for, −1 if there is none
   * @param waiting hits that the pooler has not acknowledged
   * @param trouble what is wrong, in one sentence; empty if nothing is
   */
  public record Status(
      long block,
      double hashesPerSecond,
      long hashes,
      long stored,
      long wrong,
      int waiting,
      Optional<String> trouble) {}

  private Hasher(
      String name,
      FleetSubjects subjects,
      Broker broker,
      Engine engine,
      RandomGenerator random,
      LongSupplier nanoTime,
      Consumer<Hit> onStored) {
    this.who = new Who(random.nextLong(), name);
    this.kernel = engine.kernel().name();
    this.threads = engine.threads().threads();
    this.subjects = subjects;
    this.broker = broker;
    this.random = random;
    this.nanoTime = nanoTime;
    this.nextAsk = nanoTime.getAsLong();
    this.nextMeasure = nextAsk;
    this.speed = engine.speed() * threads;
    this.thread = Thread.ofPlatform().name("fleet").daemon().unstarted(this::run);
    this.post = new HitPost(broker, subjects.hit(), nanoTime, onStored, this::wake);
    this.work = new LeasedWork(nanoTime, this::found, this::low);
    this.pool = new HashingPool(engine.kernel(), engine.threads(), work, work, nanoTime);
    this.devices = engine.devices().start(work, work, nanoTime);
  }

  /**
   * Starts to ask for work.
   *
   * @param name 1 to 32 letters, digits, dots, dashes, underscores
   * @param onStored hears of each hit that the pooler has acknowledged as stored
   * @throws IllegalArgumentException if the name is none
   */
  public static Hasher start(
      String name,
      FleetSubjects subjects,
      Broker broker,
      Engine engine,
      RandomGenerator random,
      LongSupplier nanoTime,
      Consumer<Hit> onStored) {
    Hasher hasher = new Hasher(name, subjects, broker, engine, random, nanoTime, onStored);
    broker.listen(subjects.news(), hasher::news);
    hasher.thread.start();
    return hasher;
  }

  private void run() {
    while (!stopping) {
      post.send();
      long now = nanoTime.getAsLong();
      if (nextMeasure - now <= 0) {
        nextMeasure = now + BEAT.toNanos();
        measure();
      }
      boolean due = nextAsk - now <= 0;
      if ((due || (low && !idle && failures.get() == 0)) && asking.compareAndSet(false, true)) {
        ask(now);
      }
      LockSupport.parkNanos(this, 50_000_000);
    }
  }

  private void measure() {
    double busy = pool.busyShare(SPEED_WINDOW);
    if (busy > LEAST_BUSY) {
      speed = pool.rate(SPEED_WINDOW) / busy + devices.speed(SPEED_WINDOW);
    }
    work.enough((long) (speed * SECONDS_AT_HAND));
  }

  private void ask(long now) {
    low = false;
    nextAsk = now + BEAT.toNanos();
    LeaseRequest request = request(work.missing());
    var _ =
        broker
            .ask(subjects.lease(), FleetCodec.encode(request), PATIENCE)
            .whenComplete(
                (answer, failure) -> {
                  if (answer == null) {
                    failed(failure);
                  } else {
                    answered(answer, now, request.wanted());
                  }
                  asking.set(false);
                  wake();
                });
  }

  private LeaseRequest request(long wanted) {
    long hashes = pool.hashes() + devices.hashes();
    return new LeaseRequest(who, kernel, threads, hashes, wanted, work.held());
  }

  private void failed(@Nullable Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    long row = failures.incrementAndGet();
    nextAsk = nanoTime.getAsLong() + BACKOFF.spread(row, random).toNanos();
    trouble =
        broker
            .trouble()
            .map(Broker.Trouble::sentence)
            .orElseGet(
                () ->
                    cause instanceof BrokerException it && it.nobodyServes()
                        ? "the broker is there, but no pooler takes part in %s: see its kale.fleet.url"
                            .formatted(subjects)
                        : "the pooler does not answer in %s".formatted(subjects));
  }

  private void answered(byte[] answer, long askedAt, long wanted) {
    failures.set(0);
    try {
      switch (FleetCodec.decode(answer)) {
        case Leases leases -> {
          trouble = null;
          idle = false;
          work.add(leases, askedAt + Duration.ofMillis(leases.validMillis()).toNanos());
          // there may be more of them, where the first hashes are found within a millisecond
          low = work.missing() > 0;
          pool.wake();
          devices.wake();
        }
        case Nothing nothing -> {
          trouble = null;
          if (wanted > 0) {
            idle = true;
            long again = Duration.ofMillis(nothing.againMillis()).toNanos();
            nextAsk = nanoTime.getAsLong() + Math.min(again, BEAT.toNanos());
          }
        }
        case Refused refused -> trouble = "the pooler refuses: " + refused.why();
        case FleetMessage other ->
            trouble = "the pooler answers with a " + other.getClass().getSimpleName();
      }
    } catch (BadMessageException e) {
      trouble = "the pooler cannot be understood, is it of another release? " + e.getMessage();
    }
  }

  /** Anybody may have sent it: it makes us ask sooner, or rest until we have asked. */
  private void news(byte[] bytes) {
    try {
      if (FleetCodec.decode(bytes) instanceof News news) {
        work.drop(news.block(), news.drop());
        nextAsk = nanoTime.getAsLong();
        wake();
      }
    } catch (BadMessageException e) {
      trouble = "the pooler cannot be understood, is it of another release? " + e.getMessage();
    }
  }

  private void found(Assignment assignment, long nonce, Hash hash) {
    post.add(
        new Hit(who, assignment.job().index(), assignment.job().farmer(), nonce, hash.zeros()));
  }

  private void low() {
    if (!low) {
      low = true;
      wake();
    }
  }

  private void wake() {
    LockSupport.unpark(thread);
  }

  /** How it does; the rate is the mean of the last 15 s. */
  public Status status() {
    return new Status(
        work.block(),
        pool.rate(SPEED_WINDOW) + devices.rate(SPEED_WINDOW),
        pool.hashes() + devices.hashes(),
        post.stored(),
        post.wrong(),
        post.waiting(),
        Optional.ofNullable(trouble));
  }

  /**
   * Ends: stops hashing, gives the pooler a second to acknowledge what was found, and tells it that
   * nothing is held any more. The broker stays open; it is its owner's.
   */
  @Override
  public void close() {
    stopping = true;
    wake();
    pool.close();
    devices.close();
    work.drop(0, true);
    long end = System.nanoTime() + Duration.ofSeconds(1).toNanos();
    while (post.waiting() > 0 && System.nanoTime() - end < 0) {
      post.send();
      LockSupport.parkNanos(this, 10_000_000);
    }
    var _ =
        broker
            .ask(subjects.lease(), FleetCodec.encode(request(0)), Duration.ofMillis(500))
            .handle((answer, failure) -> answer != null)
            .join();
  }

  /** Ends as if the machine were switched off: nobody is told anything. */
  public void kill() {
    stopping = true;
    wake();
    pool.close();
    devices.close();
  }
}
