package org.kalepool.lab.sandbox.host;

import java.util.Collection;
import java.util.List;
import java.util.function.LongSupplier;
import org.kalepool.kale.Address;

/**
 * What is to be run.
 *
 * @param hostFunction HostFunction as XDR: a call, a creation, an upload
 * @param source of the operation, who needs no signature of its own
 * @param seed 32 bytes that the call's random numbers come from
 */
public record HostRequest(
    byte[] hostFunction, Address source, Authorization authorization, Access access, byte[] seed) {

  /** How it is established who has allowed what. */
  public sealed interface Authorization {
    /**
     * Everything is allowed and written down.
     *
     * @param belowRoot whether what the first contract does not ask for itself may be asked for
     * @param nonces for what is written down
     */
    record Recorded(boolean belowRoot, LongSupplier nonces) implements Authorization {}

    /**
     * By these authorizations.
     *
     * @param entries SorobanAuthorizationEntries as XDR
     */
    record Given(List<byte[]> entries) implements Authorization {}
  }

  /** Which entries may be touched. */
  public sealed interface Access {
    /** All; what is touched is written down. */
    record Recorded() implements Access {}

    /**
     * Only these.
     *
     * @param restored persistent entries past their life that are brought back before the call;
     *     they are among the keys to be written
     */
    record Declared(
        Collection<EntryKey> readOnly,
        Collection<EntryKey> readWrite,
        Collection<EntryKey> restored)
        implements Access {}
  }
}
