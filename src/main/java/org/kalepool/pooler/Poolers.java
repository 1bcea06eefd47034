package org.kalepool.pooler;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Kale;

/** The poolers. */
public interface Poolers {
  Optional<Pooler> find(UUID id);

  List<Pooler> all();

  /** The pooler this process hashes for, made at first start from the settings. */
  Pooler own();

  /**
   * What an operator changes of a pooler; what is null stays.
   *
   * @param shareBasisPoints for who registers from then on, see {@link FarmerTerms}
   * @param maxDebt what it may owe and have at stake together; says nothing of the own one
   */
  record Change(
      @Nullable String name,
      @Nullable Integer shareBasisPoints,
      @Nullable Integer maxFarmers,
      @Nullable Kale maxDebt) {}

  /**
   * Changes a pooler in the caller's database transaction; there is no other way, so that each
   * change is an operator's.
   */
  void change(UUID id, Change change);

  /**
   * Locks the pooler until the caller's database transaction ends, so that of several newcomers at
   * once only as many find room as there is.
   *
   * @return how many farmers it takes; 0 if it is not active
   */
  int lockPlaces(UUID id);
}
