package org.kalepool.cli.machine;

import java.util.Optional;
import org.kalepool.kale.Address;
import org.kalepool.machine.MachineBook.Self;
import org.kalepool.stellar.NetworkSettings;

/**
 * The network that the backend farms on, where this machine's settings do not name it.
 *
 * @param set what they say
 */
record BackendNetwork(NetworkSettings set, Self self) implements NetworkSettings {
  @Override
  public Optional<String> passphrase() {
    return set.passphrase().or(() -> Optional.of(self.passphrase()));
  }

  @Override
  public Optional<Boolean> embedded() {
    return Optional.of(false);
  }

  @Override
  public Optional<Long> goOnAfter() {
    return set.goOnAfter();
  }

  @Override
  public Optional<Address> contract() {
    return set.contract().or(() -> Optional.of(Address.of(self.contract())));
  }

  @Override
  public Optional<Asset> asset() {
    return set.asset().or(() -> Optional.of(new Asset.Reader().convert(self.asset())));
  }

  @Override
  public Optional<Address> assetContract() {
    return set.assetContract();
  }
}
