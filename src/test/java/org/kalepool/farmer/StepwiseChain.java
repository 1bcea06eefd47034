package org.kalepool.farmer;

import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.BalanceId;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.AccountSigners;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.Claimable;
import org.kalepool.stellar.FarmerOnChain;
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.NetworkTerms;
import org.kalepool.stellar.RpcException;

/** A network of accounts only, with the reserve and fees of mainnet. */
@Alternative
@Singleton
public final class StepwiseChain implements Chain {
  private static final Xlm RESERVE = Xlm.ofStroops(5_000_000);

  private final Map<Address, Holdings> accounts = new ConcurrentHashMap<>();
  private final Set<Address> memoRequired = ConcurrentHashMap.newKeySet();
  private final Map<Address, AccountSigners> signers = new ConcurrentHashMap<>();
  private volatile boolean down;

  /** Whether it can be asked. */
  public void down(boolean unreachable) {
    down = unreachable;
  }

  /** Gives the account this much XLM, and with a balance of KALE the trustline. */
  public void set(Address account, Xlm xlm, @Nullable Kale kale) {
    Xlm reserve = RESERVE.times(kale == null ? 2 : 3);
    accounts.put(
        account, new Holdings(account, xlm, xlm.minus(reserve).max(Xlm.ZERO), 1, kale, kale, 100));
  }

  @Override
  public NetworkTerms terms() {
    refuseIfDown();
    return new NetworkTerms(
        RESERVE, 5, 720, Xlm.ofStroops(60_000), Xlm.ofStroops(30_000), Xlm.ofStroops(40_000));
  }

  @Override
  public Map<Address, Holdings> holdings(Collection<Address> wanted) {
    refuseIfDown();
    Map<Address, Holdings> found = new HashMap<>(accounts);
    found.keySet().retainAll(wanted);
    return found;
  }

  private void refuseIfDown() {
    if (down) {
      throw new RpcException("no route to host");
    }
  }

  @Override
  public LedgerTip tip() {
    return new LedgerTip(100, 1_000_000);
  }

  @Override
  public FarmView farm() {
    throw new RpcException("there is no farm here");
  }

  @Override
  public Optional<StoredBlock> block(long index) {
    return Optional.empty();
  }

  @Override
  public Map<Address, StoredPail> pails(Collection<Address> farmers, long index) {
    return Map.of();
  }

  /** What the account's owner asks for (SEP-29). */
  public void memoRequired(Address account) {
    memoRequired.add(account);
  }

  /** Whose signatures the account takes, and makes it exist for those who ask only that. */
  public void signers(Address account, AccountSigners of) {
    signers.put(account, of);
  }

  @Override
  public Optional<AccountSigners> signers(Address account) {
    refuseIfDown();
    return Optional.ofNullable(signers.get(account))
        .or(
            () ->
                Optional.ofNullable(accounts.get(account)).map(_ -> AccountSigners.ofKey(account)));
  }

  @Override
  public Optional<Claimable> claimable(BalanceId balance) {
    return Optional.empty();
  }

  @Override
  public Set<Address> memoRequired(Collection<Address> accounts) {
    Set<Address> found = new HashSet<>(memoRequired);
    found.retainAll(accounts);
    return found;
  }

  @Override
  public FarmerOnChain farmer(Address farmer, Collection<Long> blocks) {
    return new FarmerOnChain(farmer, accounts.get(farmer), Map.of(), 100);
  }
}
