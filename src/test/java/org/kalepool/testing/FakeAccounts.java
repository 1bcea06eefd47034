package org.kalepool.testing;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.BalanceId;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Trustline;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Claimable;
import org.kalepool.stellar.Holdings;

/** Accounts in memory beside a farm: what is in them, and what their owners ask for. */
public abstract class FakeAccounts extends FakeFarm {
  static final Xlm BASE_RESERVE = Xlm.parse("0.5");

  /** Of an account with a trustline. */
  public static final Xlm RESERVE = BASE_RESERVE.times(3);

  private final Map<Address, Xlm> accounts = new HashMap<>();
  private final Set<Address> bare = new HashSet<>();
  private final Set<Address> memoRequired = new HashSet<>();
  private final Map<BalanceId, Claimable> claimables = new HashMap<>();
  private long sequence;
  private long holdingsAsOf;

  @Override
  public void reset() {
    accounts.clear();
    bare.clear();
    memoRequired.clear();
    claimables.clear();
    holdingsAsOf = 0;
    sequence = 0;
    super.reset();
  }

  /** A contract that holds KALE, which has neither XLM nor a limit. */
  public void contract(Address contract, Kale amount) {
    setXlm(contract, Xlm.ZERO);
    setKale(contract, amount);
  }

  /** What the sequence number of every account is. */
  public void setSequence(long sequence) {
    this.sequence = sequence;
  }

  public void setXlm(Address account, Xlm amount) {
    accounts.put(account, amount);
  }

  public Xlm xlm(Address account) {
    return accounts.getOrDefault(account, Xlm.ZERO);
  }

  /** An account without a trustline. */
  public void account(Address account, String xlm) {
    setXlm(account, Xlm.parse(xlm));
    removeTrustline(account);
  }

  /** An account with a trustline. */
  public void account(Address account, String xlm, String kale, String limit) {
    setXlm(account, Xlm.parse(xlm));
    storage().putTrustline(account, new Trustline(Kale.parse(kale), Kale.parse(limit)));
    bare.remove(account);
  }

  public void removeAccount(Address account) {
    accounts.remove(account);
  }

  public void removeTrustline(Address account) {
    bare.add(account);
  }

  /** Readings of accounts claim to be of this ledger; 0: of the newest. */
  public void lagHoldings(long asOf) {
    holdingsAsOf = asOf;
  }

  /** What the account's owner asks for (SEP-29). */
  public void requireMemo(Address account) {
    memoRequired.add(account);
  }

  public void putClaimable(BalanceId balance, Claimable what) {
    claimables.put(balance, what);
  }

  final long readLedger() {
    return holdingsAsOf == 0 ? now().ledger() : holdingsAsOf;
  }

  final @Nullable Holdings held(Address account) {
    Xlm xlm = accounts.get(account);
    if (xlm == null) {
      return null;
    }
    Trustline line = bare.contains(account) ? null : storage().trustline(account);
    return new Holdings(
        account,
        xlm,
        xlm.minus(BASE_RESERVE.times(line == null ? 2 : 3)).max(Xlm.ZERO),
        sequence,
        line == null ? null : line.balance(),
        line == null ? null : line.limit(),
        readLedger());
  }

  final boolean exists(Address account) {
    return accounts.containsKey(account);
  }

  final boolean requiresMemo(Address account) {
    return memoRequired.contains(account);
  }

  final Optional<Claimable> known(BalanceId balance) {
    return Optional.ofNullable(claimables.get(balance));
  }
}
