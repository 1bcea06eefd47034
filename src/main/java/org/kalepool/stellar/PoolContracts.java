package org.kalepool.stellar;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;

/**
 * What the network has of the pool's own contracts (docs/contracts.md), read afresh at each call,
 * from the entries that they keep. Every method throws {@link RpcException} if the node cannot be
 * asked, or what is there is no such contract.
 */
public interface PoolContracts {
  /** The contract of XLM on this network, whether it was made or not. */
  Address ofXlm();

  /** The asset contract of KALE. */
  Address ofKale();

  /** Where a vault of this pool contract is, or will be; follows from what it is made of. */
  Address vault(Address pool, VaultMaking making);

  /** Where a contract is, or will be, that an account makes with a salt. */
  Address address(Address deployer, Hash salt);

  /**
   * A contract that is there.
   *
   * @param code the SHA-256 of its wasm; null for an asset's
   * @param liveUntil the last ledger in which it need not be restored
   * @param ledger as of which
   */
  record Deployed(@Nullable Hash code, long liveUntil, long ledger) {}

  /** A contract; empty if there is none. */
  Optional<Deployed> deployed(Address contract);

  /** The last ledger that code lives in without being restored; empty if it was not uploaded. */
  OptionalLong codeLiveUntil(Hash code);

  /**
   * Terms in a split contract's list. Their place in it is their version, and neither ever changes.
   *
   * @param wallet the pooler's
   */
  record Terms(int basisPoints, Address wallet) {}

  /**
   * What a split contract keeps.
   *
   * @param admin who can append terms
   * @param terms all there ever were, by version
   * @param ledger as of which
   */
  record SplitState(Address admin, List<Terms> terms, long ledger) {
    public SplitState {
      terms = List.copyOf(terms);
    }
  }

  /** A split contract's state. */
  SplitState split(Address contract);

  /** The ledger in which a split contract has paid a farmer out, 0 if it has not. */
  long splitIn(Address contract, Address custodial, UUID farmer);

  /**
   * How a split contract has paid a farmer out, as it told then.
   *
   * @param transaction by which
   * @param earned with all poolers
   * @param rest to the payout wallet from the custodial account
   * @param parts in the order in which they were asked for
   */
  record WasSplit(Hash transaction, Address payout, Kale earned, Kale rest, List<PaidPart> parts) {
    public WasSplit {
      parts = List.copyOf(parts);
    }
  }

  /**
   * What was between the farmer and a pooler's wallet.
   *
   * @param owed as it was asked for: less than the share, what the wallet got less than that
   * @param toWallet from the custodial account
   * @param fromWallet to the payout wallet
   * @param held from the custodial account, by the contract, since the wallet could not be paid
   */
  record PaidPart(
      Address wallet, Kale share, Kale owed, Kale toWallet, Kale fromWallet, Kale held) {}

  /**
   * How a split contract has paid a farmer out.
   *
   * @param ledger in which it did
   * @return empty if the node does not remember that ledger
   */
  Optional<WasSplit> wasSplit(Address contract, Address custodial, UUID farmer, long ledger);

  /**
   * What the pool contract keeps.
   *
   * @param vaultCode the SHA-256 of the code that it makes vaults of
   * @param reserved of the bond, for all vaults
   * @param bond the KALE that it has
   * @param ledger as of which this was read
   */
  record PoolState(
      Address admin,
      Address operator,
      Hash vaultCode,
      long life,
      Kale reserved,
      Kale bond,
      long ledger) {}

  /** The pool contract's state. */
  PoolState pool(Address contract);

  /**
   * What a split contract holds for wallets that it could not pay; those for which it holds nothing
   * are absent.
   */
  Map<Address, Kale> held(Address contract, Collection<Address> wallets);

  /**
   * Until when contracts live.
   *
   * @param entries of those that are there: themselves, their KALE and their code
   * @param ledger as of which, the oldest where several answers were needed
   */
  record Lives(List<LifePlan.Living> entries, long ledger) {
    public Lives {
      entries = List.copyOf(entries);
    }
  }

  /** The lives of any number of contracts. */
  Lives lives(Collection<Address> contracts);

  /**
   * What a vault keeps, and what it has.
   *
   * @param pool the contract that plants from it and has a share of its gain
   * @param salt names it to the pool contract
   * @param basisPoints the pool's share of a gain
   * @param life most ledgers that a stake can be out
   * @param principal what is the owner's without any share
   * @param floor no plant with a stake takes the balance below it
   * @param cover reserved for it of the pool's bond
   * @param paid cover that was paid to it and is to be repaid of its gains
   * @param stoppedIn the ledger in which planting was ended for ever, empty while it goes on
   * @param planted whether anything ever was; until then all that lies there is principal
   * @param balance its KALE
   * @param liveUntil the last ledger in which nothing of it has to be restored
   * @param ledger as of which
   */
  record VaultState(
      Address owner,
      Address pool,
      Hash salt,
      int basisPoints,
      long life,
      Kale principal,
      Kale floor,
      Kale cover,
      Kale paid,
      OptionalLong stoppedIn,
      boolean planted,
      Kale balance,
      long liveUntil,
      long ledger) {
    /** What can be staked at most. */
    public Kale plantable() {
      return balance.minus(floor).max(Kale.ZERO);
    }
  }

  /** So many vaults are one request: two ledger entries each. */
  int VAULTS_A_READ = 100;

  /** The vaults that are there, of these. */
  Map<Address, VaultState> vaults(Collection<Address> vaults);
}
