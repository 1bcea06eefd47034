package org.kalepool.stellar;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.kalepool.kale.Address;
import org.kalepool.kale.BalanceId;
import org.kalepool.kale.Farm;

/**
 * What the network has stored, read afresh at each call. Every method throws {@link RpcException}
 * if the node cannot be asked. A node may lag: compare {@code ledger} with what was seen before.
 */
public interface Chain {
  /**
   * So many accounts' holdings are one request: two ledger entries each, 200 a request. Who acts on
   * what it reads reads no more of them at once.
   */
  int ACCOUNTS_A_READ = 100;

  /** So many pails are one request, together with their farmer's account and trustline. */
  int PAILS_A_READ = 190;

  /** The newest closed ledger. */
  LedgerTip tip();

  /** The KALE contract's instance, and the ledger it was read at. */
  FarmView farm();

  /** The stored block; empty if there is none or it has expired. */
  Optional<StoredBlock> block(long index);

  /** The stored pails of these farmers in one block; farmers without one are absent. */
  Map<Address, StoredPail> pails(Collection<Address> farmers, long index);

  /**
   * Accounts and KALE trustlines; accounts that do not exist are absent. A contract has its KALE,
   * maybe none, without limit and no XLM, whether it was made or not.
   */
  Map<Address, Holdings> holdings(Collection<Address> accounts);

  /** Those of these accounts that take no payment without a memo, as they say (SEP-29). */
  Set<Address> memoRequired(Collection<Address> accounts);

  /** Whose signatures an account takes; empty if it does not exist. */
  Optional<AccountSigners> signers(Address account);

  /** A claimable balance as of the newest ledger; empty if there is none, or it was claimed. */
  Optional<Claimable> claimable(BalanceId balance);

  /** An account's holdings and its pails in these blocks, all as of one ledger. */
  FarmerOnChain farmer(Address farmer, Collection<Long> blocks);

  /** What the network charges and allows, refreshed now and then. */
  NetworkTerms terms();

  /** The newest closed ledger: its number and close time in Unix seconds. */
  record LedgerTip(long sequence, long closeTime) {}

  /** The running game as of one ledger. */
  record FarmView(Farm farm, long ledger) {}

  /** A block and the last ledger it lives in. */
  record StoredBlock(org.kalepool.kale.Block block, long liveUntil, long ledger) {}

  /** A pail and the last ledger it lives in. */
  record StoredPail(org.kalepool.kale.Pail pail, long liveUntil, long ledger) {}
}
