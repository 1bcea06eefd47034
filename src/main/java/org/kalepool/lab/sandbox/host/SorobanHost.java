package org.kalepool.lab.sandbox.host;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/** Runs contracts. It keeps parsed modules between calls and may be used by many threads. */
public final class SorobanHost {
  /** A thousand frames of wasm in each of a hundred contracts: most of it is never touched. */
  private static final long STACK_BYTES = 512L * 1024 * 1024;

  private final Natives natives;
  private final HostCosts costs;
  private final Modules modules = new Modules();

  /**
   * @param costs the network's cost parameters and what a call may take
   */
  public SorobanHost(Natives natives, HostCosts costs) {
    this.natives = natives;
    this.costs = costs;
  }

  /** Runs one call and tells what it did. Nothing is written anywhere. */
  public HostResult run(World world, HostLedger ledger, HostRequest request) {
    return run(world, ledger, request, costs.instructionLimit());
  }

  /**
   * The same with so many instructions and no more.
   *
   * @param instructionLimit as a transaction declares them
   */
  public HostResult run(
      World world, HostLedger ledger, HostRequest request, long instructionLimit) {
    HostCosts limited = costs.withLimits(instructionLimit, costs.memoryLimit());
    AtomicReference<HostResult> result = new AtomicReference<>();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Host host = new Host(natives, limited, modules, world, ledger, request);
    Thread thread =
        new Thread(
            null,
            () -> {
              try {
                result.set(new HostRun(host, request, world).run());
              } catch (RuntimeException | Error e) {
                failure.set(e);
              }
            },
            "soroban-host",
            STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a contract ran", e);
    }
    HostResult done = result.get();
    if (done == null) {
      throw new IllegalStateException("the host failed", failure.get());
    }
    return done;
  }

  /**
   * The LedgerEntryData of a module as it is stored when it is uploaded.
   *
   * @param protocol the ledger's
   * @throws HostFault when the network would not take it
   */
  public static byte[] codeEntry(byte[] wasm, int protocol) {
    return Codes.entry(wasm, protocol);
  }

  /** All functions that a contract can import, such as {@code v.3 vec_len(VecObject) -> U32Val}. */
  public static List<String> functions() {
    return HostFunctions.list().stream()
        .map(
            f ->
                "%s.%s %s(%s) -> %s since %d"
                    .formatted(
                        f.module(),
                        f.name(),
                        f.longName(),
                        f.args().stream().map(ArgType::text).collect(Collectors.joining(", ")),
                        f.result().text(),
                        f.since()))
        .toList();
  }

  /** The LedgerEntryData of a contract's data under its key. */
  public static byte[] dataEntry(EntryKey key, byte[] scVal) {
    return DataXdr.of(key, scVal);
  }

  /** The key of a contract's data. */
  public static EntryKey dataKey(byte[] scAddress, byte[] scVal, boolean persistent) {
    return EntryKey.data(scAddress, scVal, persistent ? EntryKey.PERSISTENT : EntryKey.TEMPORARY);
  }
}
