package org.kalepool.lab.sandbox.host;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a call.
 *
 * @param events ContractEvents as XDR, in order: the contracts' and the host's; none when it failed
 * @param diagnostics DiagnosticEvents as XDR, with the contracts' events among them
 * @param footprint what was touched, also by a call that failed
 * @param auths what was asked for, when that was written down
 * @param changes entries that differ afterwards, in the order of their keys; none when it failed
 * @param instructions what it took of the processor, by the network's cost parameters
 * @param memory bytes, by the same
 */
public record HostResult(
    Outcome outcome,
    List<byte[]> events,
    List<byte[]> diagnostics,
    HostFootprint footprint,
    List<RecordedAuth> auths,
    List<EntryChange> changes,
    long instructions,
    long memory) {

  /** A value or the error that ended it. */
  public sealed interface Outcome {
    /**
     * A value.
     *
     * @param value ScVal as XDR
     */
    record Returned(byte[] value) implements Outcome {}

    record Failed(HostFault fault) implements Outcome {}
  }

  /**
   * The keys touched, each list in the order of the keys.
   *
   * @param readOnly read, not written
   * @param readWrite written, or restored
   * @param restored persistent entries past their life that the call brought back
   * @param forgotten those that only calls have touched that failed and were undone
   */
  public record HostFootprint(
      List<EntryKey> readOnly,
      List<EntryKey> readWrite,
      List<EntryKey> restored,
      List<EntryKey> forgotten) {}

  /**
   * An authorization that was asked for.
   *
   * @param address ScAddress as XDR
   * @param nonce null for the operation's source, which needs no signature
   * @param invocation SorobanAuthorizedInvocation as XDR
   */
  public record RecordedAuth(byte[] address, @Nullable Long nonce, byte[] invocation) {
    public boolean bySource() {
      return nonce == null;
    }
  }
}
