package org.kalepool.stellar;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.BalanceId;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Memo;
import org.kalepool.kale.Xlm;

/** What a transaction asks the network to do, free of any encoding. */
public sealed interface Call
    permits Call.Plant,
        Call.Work,
        Call.Harvest,
        Call.MakeVault,
        Call.Settle,
        Call.Stop,
        Call.Many,
        Call.Operations,
        ContractCall {
  /**
   * Calls {@code plant}; needs the farmer's authorisation. Of a vault only the pool contract can do
   * so, in a {@link PlantMany}.
   */
  record Plant(Address farmer, Kale amount) implements Call {}

  /**
   * Calls {@code work}; anyone may send it.
   *
   * @param nonce unsigned 64-bit
   */
  record Work(Address farmer, Hash hash, long nonce) implements Call {}

  /** Calls {@code harvest}; anyone may send it. */
  record Harvest(Address farmer, long index) implements Call {}

  /**
   * Makes a vault; in a {@link MakeMany} only.
   *
   * @param address where it will be, which follows from the making
   */
  record MakeVault(VaultMaking making, Address address) implements Call {}

  /** Brings a vault's gain to its account, and the pool's share of it to the pool contract. */
  record Settle(Address vault) implements Call {}

  /** Ends planting from a vault for ever. */
  record Stop(Address vault) implements Call {}

  /**
   * Calls that a contract makes one after the other: each succeeds or fails by itself. Of vaults
   * that are made all succeed or none.
   */
  sealed interface Many extends Call {
    /** The contract. */
    Address contract();

    List<? extends Call> items();

    /**
     * The same for other items, one or more.
     *
     * @throws IllegalArgumentException if they are not of the kind that this one takes
     */
    Many with(List<? extends Call> items);

    /** Accounts that have to authorise it beside the transaction's source. */
    default Set<Address> authorizers() {
      return Set.of();
    }

    /**
     * Of works, or of harvests.
     *
     * @throws IllegalArgumentException if they are not all of one of these kinds
     */
    static Many of(Address contract, List<? extends Call> items) {
      Many many =
          !items.isEmpty() && items.getFirst() instanceof Harvest
              ? new HarvestMany(contract, List.of())
              : new WorkMany(contract, List.of());
      return many.with(items);
    }
  }

  private static <T extends Call> List<T> all(Class<T> kind, List<? extends Call> items) {
    if (items.isEmpty() || !items.stream().allMatch(kind::isInstance)) {
      throw new IllegalArgumentException("not all of kind " + kind.getSimpleName() + ": " + items);
    }
    return items.stream().map(kind::cast).toList();
  }

  /** Calls {@code work_many} of a batch contract; anyone may send it. */
  record WorkMany(Address contract, List<Work> items) implements Many {
    public WorkMany {
      items = List.copyOf(items);
    }

    @Override
    public Many with(List<? extends Call> others) {
      return new WorkMany(contract, all(Work.class, others));
    }
  }

  /** Calls {@code harvest_many} of a batch contract; anyone may send it. */
  record HarvestMany(Address contract, List<Harvest> items) implements Many {
    public HarvestMany {
      items = List.copyOf(items);
    }

    @Override
    public Many with(List<? extends Call> others) {
      return new HarvestMany(contract, all(Harvest.class, others));
    }
  }

  /** Calls {@code plant_many} of a pool contract, for vaults that it has made. */
  record PlantMany(Address contract, Address operator, List<Plant> items) implements Many {
    public PlantMany {
      items = List.copyOf(items);
    }

    @Override
    public Many with(List<? extends Call> others) {
      return new PlantMany(contract, operator, all(Plant.class, others));
    }

    @Override
    public Set<Address> authorizers() {
      return Set.of(operator);
    }
  }

  /**
   * Calls {@code turn_many} of a pool contract, which for each vault harvests one block, if it has
   * a pail there, and then plants. Items: a plant for each vault, and a harvest for those whose is
   * wanted, in any order.
   *
   * @param index the block of all harvests
   * @param opens whether no block may be open yet that the plants go into: then the first one opens
   *     it and comes twice, since nothing can be harvested of the block before until then
   */
  record TurnMany(Address contract, Address operator, long index, boolean opens, List<Call> items)
      implements Many {
    public TurnMany {
      items = List.copyOf(items);
      Set<Address> planted = new HashSet<>();
      Set<Address> harvested = new HashSet<>();
      for (Call item : items) {
        boolean fits =
            switch (item) {
              case Plant plant -> planted.add(plant.farmer());
              case Harvest harvest -> harvest.index() == index && harvested.add(harvest.farmer());
              default -> false;
            };
        if (!fits) {
          throw new IllegalArgumentException("not of a turn that harvests " + index + ": " + item);
        }
      }
      if (!planted.containsAll(harvested)) {
        throw new IllegalArgumentException("harvested and not planted: " + items);
      }
    }

    @Override
    public Many with(List<? extends Call> others) {
      return new TurnMany(contract, operator, index, opens, List.copyOf(others));
    }

    @Override
    public Set<Address> authorizers() {
      return Set.of(operator);
    }

    /** What the contract is told, one after the other: it gives two results for each. */
    public List<Plant> plants() {
      List<Plant> plants = new ArrayList<>();
      for (Call item : items) {
        if (item instanceof Plant plant) {
          plants.add(plant);
        }
      }
      if (opens && !plants.isEmpty()) {
        plants.add(1, plants.getFirst());
      }
      return plants;
    }
  }

  /**
   * Calls {@code create_many} of a pool contract.
   *
   * @param cover what is reserved for each of the bond; by the operator if that is anything
   */
  record MakeMany(Address contract, Address operator, Kale cover, List<MakeVault> items)
      implements Many {
    public MakeMany {
      items = List.copyOf(items);
    }

    @Override
    public Many with(List<? extends Call> others) {
      return new MakeMany(contract, operator, cover, all(MakeVault.class, others));
    }

    @Override
    public Set<Address> authorizers() {
      return cover.isPositive() ? Set.of(operator) : Set.of();
    }
  }

  /** Calls {@code settle_many} of a pool contract; anyone may send it. */
  record SettleMany(Address contract, List<Settle> items) implements Many {
    public SettleMany {
      items = List.copyOf(items);
    }

    @Override
    public Many with(List<? extends Call> others) {
      return new SettleMany(contract, all(Settle.class, others));
    }
  }

  /** Calls {@code stop_many} of a pool contract. */
  record StopMany(Address contract, Address operator, List<Stop> items) implements Many {
    public StopMany {
      items = List.copyOf(items);
    }

    @Override
    public Many with(List<? extends Call> others) {
      return new StopMany(contract, operator, all(Stop.class, others));
    }

    @Override
    public Set<Address> authorizers() {
      return Set.of(operator);
    }
  }

  /**
   * Classic operations, applied all or none.
   *
   * @param memo of the transaction, null for none
   */
  record Operations(List<Op> operations, @Nullable Memo memo) implements Call {
    public Operations {
      operations = List.copyOf(operations);
    }

    public Operations(List<Op> operations) {
      this(operations, null);
    }
  }

  /** One classic operation. A null source stands for the transaction's own. */
  sealed interface Op {
    @Nullable Address source();
  }

  /** Opens the KALE trustline without limit. */
  record OpenTrustline(@Nullable Address source) implements Op {}

  /** Removes the KALE trustline, whose balance must be zero. */
  record CloseTrustline(@Nullable Address source) implements Op {}

  /** Lets the KALE trustline hold no more than this, which must not be less than it holds. */
  record LimitTrustline(@Nullable Address source, Kale limit) implements Op {}

  /**
   * Pays KALE to an account that has a trustline.
   *
   * @param id the destination's number as a muxed account, unsigned; null if it is none
   */
  record PayKale(@Nullable Address source, Address destination, @Nullable Long id, Kale amount)
      implements Op {
    public PayKale(@Nullable Address source, Address destination, Kale amount) {
      this(source, destination, null, amount);
    }
  }

  /**
   * Pays XLM to an account that exists.
   *
   * @param id the destination's number as a muxed account, unsigned; null if it is none
   */
  record PayXlm(@Nullable Address source, Address destination, @Nullable Long id, Xlm amount)
      implements Op {
    public PayXlm(@Nullable Address source, Address destination, Xlm amount) {
      this(source, destination, null, amount);
    }
  }

  /** Makes an account that does not exist, with this much XLM: at least two reserves. */
  record CreateAccount(@Nullable Address source, Address account, Xlm amount) implements Op {}

  /** Leaves KALE for an account without a trustline to claim whenever it likes. */
  record ClaimableKale(@Nullable Address source, Address claimant, Kale amount) implements Op {}

  /** Takes a claimable balance of which the source is a claimant. */
  record Claim(@Nullable Address source, BalanceId balance) implements Op {}

  /**
   * Merges the source into another account, which receives all its XLM.
   *
   * @param id the destination's number as a muxed account, unsigned; null if it is none
   */
  record Merge(@Nullable Address source, Address destination, @Nullable Long id) implements Op {
    public Merge(@Nullable Address source, Address destination) {
      this(source, destination, null);
    }
  }
}
