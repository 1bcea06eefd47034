package org.kalepool.testing;

import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Sha256;
import org.kalepool.stellar.PoolContracts;
import org.kalepool.stellar.RpcException;
import org.kalepool.stellar.VaultMaking;

/** The pool's own contracts on a network where none has been made. */
@Alternative
@Singleton
public final class FakeContracts implements PoolContracts {
  private static RpcException none() {
    return new RpcException("there is no such contract");
  }

  @Override
  public Address ofXlm() {
    return Address.contract(Sha256.of("XLM"));
  }

  @Override
  public Address ofKale() {
    return Address.contract(Sha256.of("KALE"));
  }

  @Override
  public Address vault(Address pool, VaultMaking making) {
    return Address.contract(Sha256.of(pool + " " + making));
  }

  @Override
  public Address address(Address deployer, Hash salt) {
    return Address.contract(Sha256.of(deployer + " " + salt));
  }

  @Override
  public Optional<Deployed> deployed(Address contract) {
    return Optional.empty();
  }

  @Override
  public OptionalLong codeLiveUntil(Hash code) {
    return OptionalLong.empty();
  }

  @Override
  public SplitState split(Address contract) {
    throw none();
  }

  @Override
  public long splitIn(Address contract, Address custodial, UUID farmer) {
    return 0;
  }

  @Override
  public PoolState pool(Address contract) {
    throw none();
  }
}
