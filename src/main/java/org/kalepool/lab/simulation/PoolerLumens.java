package org.kalepool.lab.simulation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kalepool.cli.settings.Settings;
import org.kalepool.kale.Address;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.sandbox.Sandbox;
import org.kalepool.machine.ChannelBook;
import org.kalepool.machine.ChannelView;
import org.kalepool.machine.OwnAccounts;
import org.kalepool.stellar.FeeSettings;
import org.kalepool.stellar.chain.NodeChain;
import org.kalepool.stellar.lanes.NodeEnvelopes;
import org.kalepool.wallet.OwnKeys;

/**
 * The accounts from which a second pooler's machine sends works itself. What it was given is there
 * still, but for what it says that it was charged.
 */
final class PoolerLumens {
  private static final Xlm ENOUGH = Xlm.parse("60");

  /** Three channels of little funds, which it can fill up a few times. */
  private static final Xlm LITTLE = Xlm.parse("6");

  /** What a transaction whose end the node has forgotten can have cost at most, stroops. */
  private static final long DEAREST_FEE = 20_000_000;

  private final Sandbox sandbox;
  private final OwnKeys keys;
  private Xlm given = Xlm.ZERO;
  private Xlm fees = Xlm.ZERO;
  private long unknown;
  private long landed;
  private long failed;
  private long handedOver;
  private long shortLedgers;

  PoolerLumens(Sandbox sandbox, byte[] seed) {
    this.sandbox = sandbox;
    this.keys = OwnKeys.of(seed, OwnAccounts.MOST);
  }

  Address wallet() {
    return keys.wallet();
  }

  /** Whether wallet and channels run out of XLM: those of one seed in three. */
  static boolean isShort(long seed) {
    return seed % 3 == 0;
  }

  /** What the wallet gets at the start. */
  Xlm given(long seed) {
    given = isShort(seed) ? LITTLE : ENOUGH;
    return given;
  }

  OwnAccounts accounts(NodeChain chain, Settings settings, ChannelBook book) {
    return new OwnAccounts(
        keys.wallet(),
        keys.accounts(),
        NodeEnvelopes.of(chain, settings.module(FeeSettings.class), keys),
        book,
        true);
  }

  /** The machine is dead; another one counts anew. */
  void ended(ChannelView last) {
    fees = fees.plus(last.fees());
    unknown += last.unknown();
    landed += last.landed();
    failed += last.failed();
    handedOver += last.handedOver();
  }

  /** A ledger has closed, and the machine has done what it had to. */
  void acted(ChannelView now) {
    shortLedgers += now.trouble().isPresent() ? 1 : 0;
  }

  /** What came of it, by name. */
  Map<String, Long> figures(Optional<ChannelView> now) {
    Map<String, Long> figures = new LinkedHashMap<>();
    figures.put("own_landed", landed + now.map(ChannelView::landed).orElse(0L));
    figures.put("own_failed", failed + now.map(ChannelView::failed).orElse(0L));
    figures.put("own_handed_over", handedOver + now.map(ChannelView::handedOver).orElse(0L));
    figures.put("own_short_ledgers", shortLedgers);
    return figures;
  }

  /** What does not agree. */
  List<String> apart(Optional<ChannelView> now) {
    Xlm held =
        keys.accounts().stream()
            .map(it -> sandbox.lumens(it).orElse(Xlm.ZERO))
            .reduce(sandbox.lumens(keys.wallet()).orElse(Xlm.ZERO), Xlm::plus);
    Xlm charged = fees.plus(now.map(ChannelView::fees).orElse(Xlm.ZERO));
    long forgotten = unknown + now.map(ChannelView::unknown).orElse(0L);
    long missing = given.stroops() - held.stroops() - charged.stroops();
    return missing >= 0 && missing <= forgotten * DEAREST_FEE
        ? List.of()
        : List.of(
            "the second pooler was given %s XLM, has %s and was charged %s (%d ends unknown)"
                .formatted(given, held, charged, forgotten));
  }
}
