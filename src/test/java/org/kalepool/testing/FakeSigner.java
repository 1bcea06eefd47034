package org.kalepool.testing;

import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.kalepool.kale.Address;
import org.kalepool.stellar.Signer;

/** Holds the keys that a test gives it, by name only; its signatures are empty. */
@Alternative
@Singleton
public final class FakeSigner implements Signer {
  private final Set<Address> held = ConcurrentHashMap.newKeySet();

  public void hold(Address account) {
    held.add(account);
  }

  public void clear() {
    held.clear();
  }

  @Override
  public boolean holds(Address account) {
    return held.contains(account);
  }

  @Override
  public byte[] sign(Address account, byte[] hash) {
    if (!holds(account)) {
      throw new IllegalArgumentException("no key for " + account);
    }
    return new byte[64];
  }
}
