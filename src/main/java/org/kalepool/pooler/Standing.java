package org.kalepool.pooler;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;

/**
 * How a pooler stands: what operators set, what it said of itself last, what it owes.
 *
 * @param active whether it takes farmers and is planted for
 * @param own whether it is the one of this process, of which nothing is heard and nothing bounded
 * @param maxDebt what it may owe and have at stake together
 * @param hasKey whether anybody can call in its name
 * @param lastSeenAt of its newest heartbeat; null, as all that it says, before the first
 * @param hashRate hashes a second
 * @param capacity farmers that it can work for in a block
 * @param blockIndex of the block that its own node names
 * @param debt compensation not yet paid
 * @param inPlay what it would come to owe if it worked nothing from now on
 * @param falseClaims reports of works that were not there
 * @param bond what it has left with the pool for what it may owe, as far as it is there
 * @param bondAccount where it can leave one; null until that is made
 * @param bondMissing what the books have of the bond and its account has not
 * @param bondWaits why nothing can be done about the bond now, a sentence
 */
@RegisterForReflection
public record Standing(
    UUID poolerId,
    String name,
    Address wallet,
    int shareBasisPoints,
    int maxFarmers,
    boolean active,
    boolean own,
    Kale maxDebt,
    boolean hasKey,
    @Nullable Instant lastSeenAt,
    @Nullable String version,
    @Nullable Long hashRate,
    @Nullable Integer threads,
    @Nullable Integer capacity,
    @Nullable Long blockIndex,
    @Nullable Boolean paused,
    Kale debt,
    Kale inPlay,
    int falseClaims,
    Kale bond,
    @Nullable Address bondAccount,
    Kale bondMissing,
    @Nullable String bondWaits) {

  /** What it may owe and have at stake together: what operators allow, and its own bond. */
  public Kale limit() {
    return maxDebt.plus(bond);
  }

  /** How much more may be staked for it. */
  Kale mayStake() {
    return limit().minus(debt).minus(inPlay).max(Kale.ZERO);
  }
}
