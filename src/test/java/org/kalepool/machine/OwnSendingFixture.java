package org.kalepool.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.kalepool.kale.Address;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.sandbox.FarmingSandbox;
import org.kalepool.machine.InterruptedEnvelopes.KilledError;
import org.kalepool.settings.SettingsOf;
import org.kalepool.stellar.FeeSettings;
import org.kalepool.stellar.lanes.NodeEnvelopes;
import org.kalepool.wallet.OwnKeys;

/** A machine with channels of its own, and a process that ends where it is told to. */
abstract class OwnSendingFixture extends MachineFixture {
  static final Address WALLET = FarmingSandbox.farmer(FARMERS);

  final Map<String, String> settings = new HashMap<>();
  final List<String> working = new ArrayList<>();
  InterruptedEnvelopes envelopes;
  OwnKeys keys;
  ChannelBook channels;

  /** All is made with the machine. */
  @SuppressWarnings("NullAway.Init")
  OwnSendingFixture() {}

  @Override
  Optional<OwnAccounts> own() {
    Path secret = folder.resolve("secret");
    try {
      Files.writeString(secret, FarmingSandbox.secret(FARMERS) + "\n");
      keys = OwnKeys.read(secret, OwnAccounts.MOST);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    envelopes =
        new InterruptedEnvelopes(
            NodeEnvelopes.of(chain, SettingsOf.mapping(FeeSettings.class), keys));
    channels = ChannelBook.open(folder.resolve("channels"));
    return Optional.of(new OwnAccounts(keys.wallet(), keys.accounts(), envelopes, channels));
  }

  @Override
  String[] workSettings() {
    return Stream.concat(Arrays.stream(super.workSettings()), working.stream())
        .toArray(String[]::new);
  }

  @Override
  String[] machineSettings() {
    settings.putIfAbsent("kale.pooler.plant-wait", "0s");
    settings.putIfAbsent("kale.pooler.farmers-per-channel", "2");
    List<String> all = new ArrayList<>();
    settings.forEach(
        (key, value) -> {
          all.add(key);
          all.add(value);
        });
    return all.toArray(String[]::new);
  }

  void restartWith(String key, String value) {
    settings.put(key, value);
    killAndStart();
  }

  Xlm lumens(Address account) {
    return sandbox.lumens(account).orElse(Xlm.ZERO);
  }

  /** What wallet and channels have together. */
  Xlm together() {
    return keys.accounts().stream().map(this::lumens).reduce(lumens(WALLET), Xlm::plus);
  }

  List<Address> there() {
    return keys.accounts().stream().filter(it -> sandbox.lumens(it).isPresent()).toList();
  }

  Xlm fees() {
    Xlm fees = Xlm.ZERO;
    for (long block = 0; block <= block(); block++) {
      fees = fees.plus(channels.fees(block));
    }
    return fees;
  }

  List<Xlm> farmersLumens() {
    List<Xlm> all = new ArrayList<>();
    for (int i = 0; i < FARMERS; i++) {
      all.add(lumens(FarmingSandbox.farmer(i)));
    }
    return all;
  }

  /** The process ends where it is told to, and another one goes on with the folder. */
  @Override
  void turn() {
    try {
      super.turn();
    } catch (KilledError e) {
      killAndStart();
      super.turn();
    } catch (IllegalStateException e) {
      assertThat(e).hasCauseInstanceOf(KilledError.class);
      killAndStart();
      super.turn();
    }
  }
}
