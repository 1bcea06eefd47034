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
  public record GetHealthResponse(
      @Nullable String status,
      long latestLedger,
      long latestLedgerCloseTime,
      long oldestLedger,
      long oldestLedgerCloseTime,
      long ledgerRetentionWindow) {}

  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record GetNetworkResponse(
      @Nullable String friendbotUrl, @Nullable String passphrase, long protocolVersion) {}

  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record GetVersionInfoResponse(
      @Nullable String version,
      @Nullable String commitHash,
      @Nullable String captiveCoreVersion,
      long protocolVersion) {}

  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record GetLatestLedgerResponse(
      @Nullable String id,
      long protocolVersion,
      long sequence,
      long closeTime,
      @Nullable String headerXdr) {}

  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record GetLedgerEntriesResponse(
      @Nullable List<LedgerEntryResult> entries, long latestLedger) {
    public List<LedgerEntryResult> found() {
      return entries == null ? List.of() : entries;
    }
  }

  /** One entry: key and value in base64 XDR; {@code liveUntilLedgerSeq} only for contract data. */
  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record LedgerEntryResult(
      @Nullable String key,
      @Nullable String xdr,
      long lastModifiedLedgerSeq,
      @Nullable Long liveUntilLedgerSeq,
      @Nullable String extXdr) {}

  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record GetFeeStatsResponse(
      @Nullable FeeDistribution sorobanInclusionFee,
      @Nullable FeeDistribution inclusionFee,
      long latestLedger) {}

  /** Inclusion fees per operation, stroops, of the ledgers the node looked at. */
  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record FeeDistribution(
      long max, long min, long mode, long p50, long p90, long p95, long p99) {}

  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record SimulateTransactionResponse(
      @Nullable String error,
      @Nullable String transactionData,
      long minResourceFee,
      @Nullable List<String> events,
      @Nullable List<SimulateHostFunctionResult> results,
      @Nullable JsonNode restorePreamble,
      long latestLedger) {}

  /** The value returned and the authorisations needed, base64 XDR. */
  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record SimulateHostFunctionResult(@Nullable List<String> auth, @Nullable String xdr) {}

  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record SendTransactionResponse(
      @Nullable String status,
      @Nullable String hash,
      long latestLedger,
      long latestLedgerCloseTime,
      @Nullable String errorResultXdr) {}

  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record GetTransactionResponse(
      @Nullable String status,
      @Nullable String txHash,
      long latestLedger,
      long latestLedgerCloseTime,
      long oldestLedger,
      long oldestLedgerCloseTime,
      boolean feeBump,
      @Nullable String envelopeXdr,
      @Nullable String resultXdr,
      @Nullable String resultMetaXdr,
      @Nullable List<String> diagnosticEventsXdr,
      @Nullable TransactionEvents events,
      long ledger,
      long createdAt) {}

  /** Events of a transaction, base64 XDR; contract events by operation. */
  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record TransactionEvents(
      @Nullable List<String> transactionEventsXdr,
      @Nullable List<List<String>> contractEventsXdr) {}

  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record GetEventsResponse(
      @Nullable List<EventInfo> events, @Nullable String cursor, long latestLedger) {
    public List<EventInfo> found() {
      return events == null ? List.of() : events.stream().filter(Objects::nonNull).toList();
    }
  }

  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record EventInfo(
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
