package org.kalepool.work;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.GameRules;
import org.kalepool.work.plan.Forecast;

/** What operators and health checks hear of the hashing. */
@Singleton
final class Progress implements WorkStatus {
  private static final Duration SILENCE = Duration.ofSeconds(15);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Hashing hashing;
  private final MiningBoard board;
  private final WorkSettings settings;
  private final Clock clock;
  private long hashesSeen = -1;
  private Instant lastProgress;
  private boolean stalled;
  private volatile @Nullable Instant nextSend;

  Progress(Hashing hashing, MiningBoard board, WorkSettings settings, Clock clock) {
    this.hashing = hashing;
    this.board = board;
    this.settings = settings;
    this.clock = clock;
    this.lastProgress = clock.instant();
  }

  /**
   * To be called now and then: notes whether anything has been hashed, or had to be. Who did not
   * hash when there was something to hash is not believed to be well because there is nothing any
   * more: only a hash shows that, or a new start.
   */
  synchronized void note() {
    Instant now = clock.instant();
    long hashes = hashing.hashes();
    boolean nothingToDo = !settings.enabled() || hashing.paused() || !board.hasWork();
    if (hashes != hashesSeen) {
      hashesSeen = hashes;
      lastProgress = now;
      stalled = false;
    } else if (nothingToDo) {
      lastProgress = now;
    } else if (Duration.between(lastProgress, now).compareTo(SILENCE) > 0) {
      stalled = true;
    }
  }

  private synchronized void startAnew() {
    lastProgress = clock.instant();
    stalled = false;
  }

  void nextSend(@Nullable Instant at) {
    nextSend = at;
  }

  @Override
  public Optional<Instant> nextSend() {
    return Optional.ofNullable(nextSend);
  }

  @Override
  public synchronized boolean alive() {
    note();
    return !stalled;
  }

  @Override
  public Optional<String> obstacle() {
    return hashing
        .obstacle()
        .or(
            () ->
                hashing.waitsForLedgers() || alive()
                    ? Optional.empty()
                    : Optional.of("the hashing threads do not get on"));
  }

  @Override
  public long hashes() {
    return hashing.hashes();
  }

  @Override
  public double hashRate(Duration window) {
    return hashing.rate(window);
  }

  @Override
  public double idleShare(Duration window) {
    return hashing.idleShare(window);
  }

  @Override
  public OptionalInt bestZeros() {
    List<Integer> levels = board.levels();
    return levels.isEmpty() || Collections.max(levels) < 0
        ? OptionalInt.empty()
        : OptionalInt.of(Collections.max(levels));
  }

  @Override
  public int farmersMined() {
    return board.levels().size();
  }

  @Override
  public double expectedZeros() {
    return forecastable() ? forecast().meanZeros() : 0;
  }

  @Override
  public double hashRateForNextZero() {
    return forecastable() ? forecast().rateForNextLevel() : 0;
  }

  private boolean forecastable() {
    return farmersMined() > 0 && hashing.rate(MINUTE) > 0;
  }

  private Forecast forecast() {
    return Forecast.of(
        hashing.rate(MINUTE), Math.max(farmersMined(), 1), GameRules.BLOCK_INTERVAL_SECONDS);
  }

  @Override
  public boolean paused() {
    return hashing.paused();
  }

  @Override
  public void pause() {
    hashing.pause();
  }

  @Override
  public void resume() {
    startAnew();
    hashing.resume();
  }

  @Override
  public int threads() {
    return hashing.threads();
  }

  @Override
  public void threads(int count) {
    startAnew();
    hashing.threads(count);
  }

  @Override
  public String kernel() {
    return hashing.kernel();
  }

  @Override
  public KernelRates kernels() {
    return KernelRates.of(hashing.kernels());
  }

  @Override
  public void kernel(String name) {
    hashing.kernel(name);
    startAnew();
  }

  @Override
  public List<DeviceStatus> devices() {
    return hashing.devices(MINUTE);
  }

  @Override
  public FleetStatus fleet() {
    return hashing.fleet(MINUTE);
  }
}
