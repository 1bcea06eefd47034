package org.kalepool.work;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.kalepool.schedule.Tasks;
import org.kalepool.work.miner.RatedKernels;

/** This process's own hashing, and its fleet's. */
final class FleetHashing implements Hashing {
  private static final Duration SPEED_WINDOW = Duration.ofMinutes(5);

  private final Hashing own;
  private final Fleet fleet;

  FleetHashing(Hashing own, Fleet fleet) {
    this.own = own;
    this.fleet = fleet;
  }

  @Override
  public void start(Tasks tasks) {
    fleet.start();
    own.start(tasks);
  }

  @Override
  public void stop() {
    fleet.stop();
    own.stop();
  }

  @Override
  public void wake() {
    own.wake();
    fleet.news();
  }

  @Override
  public void ledgers(long count, long closeTime) {
    own.ledgers(count, closeTime);
  }

  @Override
  public boolean waitsForLedgers() {
    return own.waitsForLedgers();
  }

  @Override
  public long hashes() {
    return own.hashes() + fleet.desk().hashes();
  }

  @Override
  public double rate(Duration window) {
    return own.rate(window) + fleet.desk().rate(window);
  }

  @Override
  public double idleShare(Duration window) {
    return own.idleShare(window);
  }

  @Override
  public boolean paused() {
    return own.paused();
  }

  @Override
  public void pause() {
    own.pause();
    fleet.pause();
  }

  @Override
  public void resume() {
    own.resume();
    fleet.resume();
  }

  /** Where this process cannot hash, one hasher is enough. */
  @Override
  public Optional<String> obstacle() {
    Optional<String> obstacle = own.obstacle();
    return obstacle.isEmpty() || (!paused() && fleet.desk().alive())
        ? Optional.empty()
        : obstacle.map(why -> paused() ? why : why + ", and no hasher of the fleet is there");
  }

  @Override
  public OptionalDouble speed() {
    double others = fleet.desk().speed(SPEED_WINDOW);
    OptionalDouble here = own.speed();
    return here.isEmpty() && others == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(here.orElse(0) + others);
  }

  @Override
  public List<DeviceStatus> devices(Duration window) {
    return own.devices(window);
  }

  @Override
  public FleetStatus fleet(Duration window) {
    return fleet.status(window);
  }

  @Override
  public int threads() {
    return own.threads();
  }

  @Override
  public void threads(int count) {
    own.threads(count);
  }

  @Override
  public String kernel() {
    return own.kernel();
  }

  @Override
  public RatedKernels kernels() {
    return own.kernels();
  }

  @Override
  public void kernel(String name) {
    own.kernel(name);
  }
}
