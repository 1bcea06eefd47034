package org.kalepool.lab.sandbox;

import org.jspecify.annotations.Nullable;
import org.kalepool.lab.sandbox.journal.FileJournal;
import org.kalepool.lab.sandbox.ledger.LedgerJournal;
import org.kalepool.lab.sandbox.ledger.LedgerStore;
import org.kalepool.lab.sandbox.ledger.Market;
import org.kalepool.lab.sandbox.transaction.Network;

/** Where a sandbox goes on from: the state in its folder, or the state it was configured with. */
final class Restart {
  private Restart() {}

  static Network network(
      SandboxConfig config, Genesis genesis, @Nullable FileJournal journal, Market market) {
    if (journal == null) {
      return fresh(config, genesis, LedgerJournal.NONE, market);
    }
    Network network =
        journal
            .load()
            .map(saved -> continued(config, genesis, journal, saved, market))
            .orElseGet(() -> fresh(config, genesis, journal, market));
    snapshot(network, journal);
    return network;
  }

  static void snapshot(Network network, FileJournal journal) {
    journal.snapshot(network.store().all(), network.since(0));
  }

  private static Network fresh(
      SandboxConfig config, Genesis genesis, LedgerJournal journal, Market market) {
    LedgerStore store = new LedgerStore(config.initialLedger());
    genesis.entries().forEach(store::load);
    return new Network(
        genesis.rules(),
        genesis.host(),
        store,
        genesis.firstLedger(),
        journal,
        config.retentionLedgers(),
        market);
  }

  private static Network continued(
      SandboxConfig config,
      Genesis genesis,
      LedgerJournal journal,
      FileJournal.Saved saved,
      Market market) {
    long latest = saved.ledgers().getLast().ledger().sequence();
    LedgerStore store = new LedgerStore(latest);
    saved.entries().forEach(store::load);
    genesis.settings().forEach(store::load);
    Network network =
        new Network(
            genesis.rules(),
            genesis.host(),
            store,
            saved.ledgers().getFirst(),
            journal,
            config.retentionLedgers(),
            market);
    saved.ledgers().forEach(network::remember);
    return network;
  }
}
