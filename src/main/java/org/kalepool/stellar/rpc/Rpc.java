package org.kalepool.stellar.rpc;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The answers of a Stellar RPC node, with its field names. Fields that are missing are null or 0;
 * unknown ones are ignored. Times are Unix seconds, which the node writes as strings.
 */
public final class Rpc {
  private Rpc() {}

  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Health(
      @Nullable String status,
      long latestLedger,
      long latestLedgerCloseTime,
      long oldestLedger,
      long oldestLedgerCloseTime,
      long ledgerRetentionWindow) {}

  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Network(
      @Nullable String friendbotUrl, @Nullable String passphrase, long protocolVersion) {}

  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Version(
      @Nullable String version,
      @Nullable String commitHash,
      @Nullable String captiveCoreVersion,
      long protocolVersion) {}

  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record LatestLedger(
      @Nullable String id,
      long protocolVersion,
      long sequence,
      long closeTime,
      @Nullable String headerXdr) {}

  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Entries(@Nullable List<Entry> entries, long latestLedger) {
    public List<Entry> found() {
      return entries == null ? List.of() : entries;
    }
  }

  /** One entry: key and value in base64 XDR; {@code liveUntilLedgerSeq} only for contract data. */
  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Entry(
      @Nullable String key,
      @Nullable String xdr,
      long lastModifiedLedgerSeq,
      @Nullable Long liveUntilLedgerSeq,
      @Nullable String extXdr) {}

  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record FeeStats(
      @Nullable Fees sorobanInclusionFee, @Nullable Fees inclusionFee, long latestLedger) {}

  /** Inclusion fees per operation, stroops, of the ledgers the node looked at. */
  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Fees(long max, long min, long mode, long p50, long p90, long p95, long p99) {}

  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Simulation(
      @Nullable String error,
      @Nullable String transactionData,
      long minResourceFee,
      @Nullable List<String> events,
      @Nullable List<SimulatedResult> results,
      @Nullable JsonNode restorePreamble,
      long latestLedger) {}

  /** The value returned and the authorisations needed, base64 XDR. */
  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record SimulatedResult(@Nullable List<String> auth, @Nullable String xdr) {}

  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Sent(
      @Nullable String status,
      @Nullable String hash,
      long latestLedger,
      long latestLedgerCloseTime,
      @Nullable String errorResultXdr) {}

  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Looked(
      @Nullable String status,
      @Nullable String txHash,
      long latestLedger,
      long latestLedgerCloseTime,
      long oldestLedger,
      long oldestLedgerCloseTime,
      boolean feeBump,
      @Nullable String envelopeXdr,
      @Nullable String resultXdr,
      @Nullable List<String> diagnosticEventsXdr,
      @Nullable LookedEvents events,
      long ledger,
      long createdAt) {}

  /** Events of a transaction, base64 XDR; contract events by operation. */
  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record LookedEvents(
      @Nullable List<String> transactionEventsXdr,
      @Nullable List<List<String>> contractEventsXdr) {}

  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Events(@Nullable List<Event> events, @Nullable String cursor, long latestLedger) {
    public List<Event> found() {
      return events == null ? List.of() : events.stream().filter(Objects::nonNull).toList();
    }
  }

  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Event(
      @Nullable String type,
      long ledger,
      @Nullable String ledgerClosedAt,
      @Nullable String id,
      @Nullable String contractId,
      @Nullable String txHash,
      boolean inSuccessfulContractCall,
      @Nullable List<String> topic,
      @Nullable String value) {}
}
