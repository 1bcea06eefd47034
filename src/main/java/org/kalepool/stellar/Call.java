package org.kalepool.stellar;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.BalanceId;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Memo;
import org.kalepool.kale.Xlm;

/** What a transaction asks the network to do, free of any encoding. */
public sealed interface Call
    permits Call.Plant, Call.Work, Call.Harvest, Call.Many, Call.Operations, ContractCall {
  /** Calls {@code plant}; needs the farmer's authorisation. */
  record Plant(Address farmer, Kale amount) implements Call {}

  /**
   * Calls {@code work}; anyone may send it.
   *
   * @param nonce unsigned 64-bit
   */
  record Work(Address farmer, Hash hash, long nonce) implements Call {}

  /** Calls {@code harvest}; anyone may send it. */
  record Harvest(Address farmer, long index) implements Call {}

  /** Calls that a contract makes one after the other: each succeeds or fails by itself. */
  sealed interface Many extends Call {
    /** The contract. */
    Address contract();

    List<? extends Call> items();

    /**
     * Of works, or of harvests.
     *
     * @throws IllegalArgumentException if they are not all of one of these kinds
     */
    static Many of(Address contract, List<? extends Call> items) {
      if (!items.isEmpty() && items.stream().allMatch(Work.class::isInstance)) {
        return new WorkMany(contract, items.stream().map(Work.class::cast).toList());
      }
      if (!items.isEmpty() && items.stream().allMatch(Harvest.class::isInstance)) {
        return new HarvestMany(contract, items.stream().map(Harvest.class::cast).toList());
      }
      throw new IllegalArgumentException("neither works nor harvests: " + items);
    }
  }

  /** Calls {@code work_many} of a batch contract; anyone may send it. */
  record WorkMany(Address contract, List<Work> items) implements Many {
    public WorkMany {
      items = List.copyOf(items);
    }
  }

  /** Calls {@code harvest_many} of a batch contract; anyone may send it. */
  record HarvestMany(Address contract, List<Harvest> items) implements Many {
    public HarvestMany {
      items = List.copyOf(items);
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
