package org.kalepool.lab.load;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a load run came to, as {@code --json FILE} writes it.
 *
 * @param speed network seconds in a second
 * @param farmers active in every block
 * @param onboardingSeconds from the first registration until all were active
 * @param heapLimit of the pool's JVM, MiB
 * @param hashThreads of the pool's JVM
 * @param blocks those that count, oldest first
 * @param requests of the API load
 * @param failedRequests not answered with 2xx
 * @param firstFailure what was wrong with the first of those, null if there is none
 * @param routes by route
 * @param heapPerBlock growth of the heap in use after a full collection, MiB a block; null while
 *     there are too few blocks to tell
 * @param largestProcess largest resident size of the pool's process, MiB; null if unknown
 * @param atRest what the pool asked of the node before anybody joined, an hour of the network's
 *     time
 * @param databaseAtRest the same of the database; null if it was not counted
 * @param differenceStroops sum of the absolute differences of books and chain
 * @param fees of blocks that were harvested as well; with vaults without the first of several
 * @param vaults whether the farmers have vaults
 * @param goals what was to be shown
 */
@RegisterForReflection
@JsonPropertyOrder({"speed", "farmers", "onboardingSeconds", "heapLimit", "hashThreads"})
record LoadReport(
    double speed,
    int farmers,
    double onboardingSeconds,
    int heapLimit,
    int hashThreads,
    List<BlockLine> blocks,
    Latencies.Summary requests,
    int failedRequests,
    @Nullable String firstFailure,
    Map<String, Latencies.Summary> routes,
    @Nullable Double heapPerBlock,
    @Nullable Long largestProcess,
    NodeUse atRest,
    @Nullable DatabaseUse databaseAtRest,
    long differenceStroops,
    LoadFees fees,
    boolean vaults,
    List<Goal> goals) {

  /**
   * What was asked of the RPC node.
   *
   * @param calls requests
   * @param bytes of requests and answers, as they went over the wire, without HTTP's headers
   */
  @RegisterForReflection
  record NodeUse(double calls, double bytes) {}

  /**
   * What was asked of the database.
   *
   * @param statements without those that begin and end transactions
   * @param transactions begun; a statement that runs outside of one is none
   */
  @RegisterForReflection
  record DatabaseUse(double statements, double transactions) {}

  /**
   * One block. Seconds are the network's; those of plants and works from this block's opening,
   * those of harvests from the next one's.
   *
   * @param planted farmers, like worked and harvested
   * @param plantLedgers ledgers from the first in which a plant could land to the last in which one
   *     did
   * @param fewestLedgers how many ledgers what was in them would fill by the network's limits
   * @param failures transactions that did not land, or landed without effect, by action and cause
   * @param hashRate million hashes a second, the minute before the middle of the block
   * @param liveHeap of the pool after a full collection, MiB
   * @param node what was asked of the RPC node meanwhile, by farmer
   * @param database the same of the database, the API load's answers included; null if it was not
   *     counted
   * @param cpu cores that the pool took, hashing included; null if unknown
   * @param databaseCpu the same of PostgreSQL
   * @param otherCpu the same of the sandbox and the API load, which share a process
   * @param ledgers in which its deeds landed, by action
   */
  @RegisterForReflection
  record BlockLine(
      long index,
      int planted,
      int worked,
      int harvested,
      int plantLedgers,
      int fewestLedgers,
      @Nullable Long lastPlant,
      @Nullable Long lastWork,
      @Nullable Long lastHarvest,
      Map<String, Integer> failures,
      Latencies.Summary requests,
      double hashRate,
      @Nullable Double liveHeap,
      NodeUse node,
      @Nullable DatabaseUse database,
      @Nullable Double cpu,
      @Nullable Double databaseCpu,
      @Nullable Double otherCpu,
      List<Ledgers> ledgers) {
    public BlockLine {
      ledgers = List.copyOf(ledgers);
    }
  }

  /**
   * Ledgers in which deeds of one kind landed.
   *
   * @param used how many
   * @param fewest that would hold all that was in them, by instructions, bytes written, bytes of
   *     transactions and their number
   * @param carried by which transactions
   */
  @RegisterForReflection
  record Ledgers(String action, int used, int fewest, LoadCarried carried) {
    /** How many times the fewest were used, less one, percent. */
    double more() {
      return 100.0 * used / Math.max(1, fewest) - 100;
    }

    /** Of two blocks together, of which no more is said of what carried the deeds. */
    Ledgers plus(Ledgers other) {
      return new Ledgers(action, used + other.used, fewest + other.fewest, LoadCarried.NOTHING);
    }
  }

  /**
   * @param met whether it was reached; null if this run cannot tell
   * @param shown the figure
   */
  @RegisterForReflection
  record Goal(String what, @Nullable Boolean met, String shown) {}

  LoadReport with(List<Goal> judged) {
    return new LoadReport(
        speed,
        farmers,
        onboardingSeconds,
        heapLimit,
        hashThreads,
        blocks,
        requests,
        failedRequests,
        firstFailure,
        routes,
        heapPerBlock,
        largestProcess,
        atRest,
        databaseAtRest,
        differenceStroops,
        fees,
        vaults,
        judged);
  }

  boolean passed() {
    return goals.stream().noneMatch(goal -> Boolean.FALSE.equals(goal.met()));
  }
}
