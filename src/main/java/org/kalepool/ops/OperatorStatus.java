package org.kalepool.ops;

import jakarta.inject.Singleton;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.kalepool.stellar.NetworkStatus;
import org.kalepool.work.DeviceStatus;
import org.kalepool.work.FleetStatus;
import org.kalepool.work.WorkStatus;
import org.kalepool.work.fleet.HasherStatus;

/** The pool as its operators see it. */
@Singleton
public final class OperatorStatus {
  private static final Duration RATE_WINDOW = Duration.ofMinutes(1);

  private final Reports reports;
  private final NetworkStatus network;
  private final WorkStatus work;
  private final PoolFigures figures;
  private final Watchdog watchdog;

  OperatorStatus(
      Reports reports,
      NetworkStatus network,
      WorkStatus work,
      PoolFigures figures,
      Watchdog watchdog) {
    this.reports = reports;
    this.network = network;
    this.work = work;
    this.figures = figures;
    this.watchdog = watchdog;
  }

  /**
   * All of it.
   *
   * @param block the running block, null before the network was seen
   * @param farmers how many are in each state
   * @param stuck how many of each kind the watchdog found, empty if nothing is stuck
   */
  @Schema(name = "OperatorStatus")
  public record Shown(
      Network network,
      PoolFigures.@Nullable Running block,
      Hashing hashing,
      Map<String, Integer> farmers,
      Money money,
      Map<String, Integer> stuck) {}

  /** The RPC node. */
  @Schema(name = "NetworkStatus")
  public record Network(
      boolean ready,
      boolean reachable,
      boolean lagging,
      long ledger,
      Instant closedAt,
      @Nullable String wrongNetwork,
      @Nullable String lastError) {}

  /**
   * The hashing.
   *
   * @param rate hashes a second, mean of the last minute
   * @param devices that hash beside the CPU
   * @param fleet other machines that hash for this pooler; null where no broker is set
   * @param bestZeros in the running block, null if there are none
   * @param obstacle why nothing would be hashed, so that nobody is planted; null if there is none
   */
  @Schema(name = "HashingStatus")
  public record Hashing(
      boolean alive,
      boolean paused,
      int threads,
      String kernel,
      List<Device> devices,
      @Nullable Fleet fleet,
      double rate,
      int farmersMined,
      @Nullable Integer bestZeros,
      @Nullable String obstacle) {}

  /**
   * A device that hashes, or did.
   *
   * @param name as in the settings
   * @param rate hashes a second, mean of the last minute
   * @param failure why it was given up; null while it hashes
   */
  @Schema(name = "HashingDevice")
  public record Device(String name, String model, double rate, @Nullable String failure) {}

  /**
   * The fleet.
   *
   * @param trouble what is wrong with its broker; null if nothing is
   */
  @Schema(name = "HashingFleet")
  public record Fleet(@Nullable String trouble, List<Hasher> hashers) {}

  /**
   * A machine that hashes for this pooler, or did in the last ten minutes.
   *
   * @param rate hashes a second, mean of the last minute
   * @param hits that were stored
   * @param wrong hits whose hash was not what was claimed
   * @param silentSeconds since when it has said nothing
   * @param lost whether that is too long
   */
  @Schema(name = "FleetHasher")
  public record Hasher(
      String name,
      String kernel,
      int threads,
      double rate,
      long hits,
      long wrong,
      long silentSeconds,
      boolean lost) {}

  /**
   * What is open; stroops of KALE.
   *
   * @param owed compensation not yet paid, of all poolers
   */
  @Schema(name = "OpenMoney")
  public record Money(int queuedTransactions, int sentTransactions, BigInteger owed) {}

  Shown now() {
    PoolFigures.Shown pool = figures.now();
    return new Shown(
        network(), pool.block(), hashing(), pool.farmers(), money(), watchdog.counts());
  }

  private Network network() {
    NetworkStatus.View view = network.view();
    return new Network(
        view.ready(),
        view.reachable(),
        view.lagging(),
        view.ledger(),
        Instant.ofEpochSecond(view.closeTime()),
        view.wrongNetwork(),
        view.lastError());
  }

  Hashing hashing() {
    OptionalInt best = work.bestZeros();
    return new Hashing(
        work.alive(),
        work.paused(),
        work.threads(),
        work.kernel(),
        work.devices().stream().map(OperatorStatus::device).toList(),
        fleet(work.fleet()),
        work.hashRate(RATE_WINDOW),
        work.farmersMined(),
        best.isPresent() ? best.getAsInt() : null,
        work.obstacle().orElse(null));
  }

  private static Device device(DeviceStatus device) {
    return new Device(
        device.name(), device.model(), device.hashesPerSecond(), device.failure().orElse(null));
  }

  private static @Nullable Fleet fleet(FleetStatus fleet) {
    return fleet.configured()
        ? new Fleet(
            fleet.trouble().orElse(null),
            fleet.hashers().stream().map(OperatorStatus::hasher).toList())
        : null;
  }

  private static Hasher hasher(HasherStatus it) {
    return new Hasher(
        it.name(),
        it.kernel(),
        it.threads(),
        it.hashesPerSecond(),
        it.hits(),
        it.wrong(),
        it.silent().toSeconds(),
        it.lost());
  }

  private Money money() {
    Reports.OpenMoney open = reports.money();
    return new Money(open.queued(), open.sent(), open.owed().toBigIntegerExact());
  }
}
