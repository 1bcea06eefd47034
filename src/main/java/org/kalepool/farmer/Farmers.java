package org.kalepool.farmer;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.kalepool.kale.Address;

/** The farmers and their lives. */
public interface Farmers {
  Optional<Farmer> find(UUID id);

  /** The farmer whose custodial account or vault this is. */
  Optional<UUID> withCustodial(Address account);

  /** In the order of registration. */
  List<Farmer> in(FarmerState state);

  /**
   * A farmer that was in the pool's custody and has left.
   *
   * @param seq its place in the order of registration
   */
  @RegisterForReflection
  record Left(UUID farmer, long seq, Address custodial) {}

  /**
   * The next ones in the pool's custody that have left, after this place in the order of
   * registration.
   */
  List<Left> departed(long after, int limit);

  /** When a farmer asked to leave, and what it was before. */
  @RegisterForReflection
  record Departure(FarmerState from, Instant at) {}

  /** The latest wish to leave; coming back from a suspension is none. */
  Optional<Departure> departure(UUID id);

  /**
   * Keeps everybody else from moving the farmer until the caller's transaction ends; rows that
   * refer to the farmer can be written meanwhile.
   *
   * @return the farmer's state, empty if there is no such farmer
   */
  Optional<FarmerState> lock(UUID id);

  /**
   * Those of these that are active, each with its pooler, held so until the caller's transaction
   * ends.
   */
  Map<UUID, UUID> lockActive(List<UUID> ids);

  /**
   * Moves a farmer on and records who, when and why, in the caller's database transaction.
   *
   * @param by who: {@code farmer}, {@code pool} or {@code operator}
   * @return false, changing nothing, if the farmer is not in {@code from}
   * @throws IllegalArgumentException if no life leads from the one to the other
   */
  boolean move(UUID id, FarmerState from, FarmerState to, String by, String why);

  /**
   * Notes that the farmer's custodial account, or its deposit in a vault, was seen on the network,
   * and sees to it that the account's key is stored, in the caller's database transaction.
   * Idempotent.
   */
  void seen(UUID id);

  /**
   * Lets a registration lapse that nobody has paid for, in the caller's database transaction: the
   * farmer is gone, until something arrives.
   *
   * @return false, changing nothing, if there is none or its account was seen
   */
  boolean lapse(UUID id);

  /**
   * Holds a farmer back: no plants, no payout, until {@link #resume}.
   *
   * @return false, changing nothing, if there is none, or it is suspended or departed
   */
  boolean suspend(UUID id, String by, String why);

  /**
   * Puts a suspended farmer back to where it was before.
   *
   * @return false, changing nothing, if it is not suspended
   */
  boolean resume(UUID id, String by, String why);
}
