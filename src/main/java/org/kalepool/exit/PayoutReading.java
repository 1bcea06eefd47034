package org.kalepool.exit;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kalepool.books.Books.Position;
import org.kalepool.farmer.Farmer;
import org.kalepool.kale.Address;
import org.kalepool.pooler.Pooler;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.Holdings;

/**
 * One reading of all accounts that some payouts concern.
 *
 * @param accounts those that exist, by address
 * @param memoRequired payout wallets that ask for a memo
 */
record PayoutReading(Map<Address, Holdings> accounts, Set<Address> memoRequired) {

  /** Whom a payout concerns beside the network. */
  record Parties(Farmer farmer, Pooler pooler) {
    private List<Address> accounts() {
      return farmer.payout().isAccount()
          ? List.of(farmer.custodial(), farmer.payout(), pooler.wallet())
          : List.of(farmer.custodial(), pooler.wallet());
    }
  }

  /**
   * @throws org.kalepool.stellar.RpcException if the network cannot be read
   */
  static PayoutReading of(Chain chain, Collection<Parties> payouts) {
    Set<Address> accounts = new LinkedHashSet<>();
    Set<Address> wallets = new LinkedHashSet<>();
    for (Parties one : payouts) {
      accounts.addAll(one.accounts());
      if (one.farmer().payout().isAccount()) {
        wallets.add(one.farmer().payout());
      }
    }
    return new PayoutReading(chain.holdings(accounts), chain.memoRequired(wallets));
  }

  @Nullable Holdings custodial(Parties payout) {
    return accounts.get(payout.farmer().custodial());
  }

  /**
   * What is decided on.
   *
   * @param waiting what came of the last attempt, null if there was none
   */
  ExitPlanner.Situation situation(
      Parties payout,
      Position books,
      boolean everFunded,
      ObstacleRepository.@Nullable Waiting waiting) {
    Map<Address, Holdings> mine = new HashMap<>();
    for (Address address : payout.accounts()) {
      Holdings known = accounts.get(address);
      if (known != null) {
        mine.put(address, known);
      }
    }
    return new ExitPlanner.Situation(
        payout.farmer(),
        payout.pooler(),
        books,
        everFunded,
        mine,
        memoRequired.contains(payout.farmer().payout()),
        waiting == null ? null : waiting.cause(),
        waiting == null ? 0 : waiting.attempts());
  }
}
