package org.kalepool.cli.machine;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.kalepool.cli.CommandException;
import org.kalepool.kale.Address;
import org.kalepool.machine.ChannelBook;
import org.kalepool.machine.ChannelClosing;
import org.kalepool.machine.MachineBook;
import org.kalepool.machine.MachineCheck;
import org.kalepool.machine.MachineSettings;
import org.kalepool.machine.OwnAccounts;
import org.kalepool.stellar.FeeSettings;
import org.kalepool.stellar.RpcException;
import org.kalepool.stellar.chain.NodeChain;
import org.kalepool.stellar.lanes.NodeEnvelopes;
import org.kalepool.wallet.OwnKeys;

/**
 * The machine's own way of sending works, as its settings have it.
 *
 * @param keys of the wallet and its channels, where its secret is given
 */
record OwnWay(MachineSettings settings, FeeSettings fees, Optional<OwnKeys> keys) {
  private static final String JOURNAL = "channels";

  /**
   * Reads the secret, if there is one.
   *
   * @throws CommandException if it is needed and not there, or none
   */
  static OwnWay of(MachineSettings settings, FeeSettings fees) {
    Optional<OwnKeys> keys = settings.secretFile().map(PoolerFiles::keys);
    if (settings.sendsItself() && keys.isEmpty()) {
      throw new CommandException(
          "kale.pooler.submit=own needs the secret of the pooler's wallet, which pays for the"
              + " works: name its file in --secret-file, or set kale.pooler.submit=backend");
    }
    return new OwnWay(settings, fees, keys);
  }

  /** The account of the secret. */
  Optional<Address> wallet() {
    return keys.map(OwnKeys::wallet);
  }

  /** What a machine that sends works itself does it with; empty if the backend sends them. */
  Optional<OwnAccounts> accounts(NodeChain chain, Path folder) {
    return keys.filter(it -> settings.sendsItself()).map(it -> accounts(it, chain, folder));
  }

  private OwnAccounts accounts(OwnKeys own, NodeChain chain, Path folder) {
    return new OwnAccounts(
        own.wallet(),
        own.accounts(),
        NodeEnvelopes.of(chain, fees, own),
        ChannelBook.open(folder.resolve(JOURNAL)));
  }

  /** Tells of the channels. */
  void check(MachineCheck check, NodeChain chain, long farmers) {
    if (settings.sendsItself() && keys.isPresent()) {
      check.channels(chain.chain(), keys.get().wallet(), keys.get().accounts(), settings, farmers);
    } else {
      check.noChannels();
    }
  }

  /**
   * Merges all channels into the wallet, and returns when none is left.
   *
   * @throws CommandException without the wallet's secret
   */
  void close(NodeChain chain, Path folder, MachineBook book, Clock clock, Consumer<String> log)
      throws InterruptedException {
    OwnKeys own =
        keys.orElseThrow(
            () ->
                new CommandException(
                    "--close-channels needs the secret of the wallet that the channels belong to:"
                        + " name its file in --secret-file"));
    OwnAccounts accounts = accounts(own, chain, folder);
    try (ChannelBook journal = accounts.book()) {
      ChannelClosing closing =
          new ChannelClosing(accounts, chain.chain(), book, settings, clock, log);
      String told = "";
      while (!isDone(closing, told, log)) {
        told = closing.trouble().orElse("");
        TimeUnit.SECONDS.sleep(1);
      }
      log.accept(
          "no channel is left; the wallet " + own.wallet() + " has " + closing.wallet() + " XLM");
    }
  }

  private static boolean isDone(ChannelClosing closing, String told, Consumer<String> log) {
    try {
      boolean done = closing.step();
      closing.trouble().filter(it -> !it.equals(told)).ifPresent(log);
      return done;
    } catch (RpcException e) {
      log.accept("the node cannot be asked, and is again: " + e.getMessage());
      return false;
    }
  }
}
