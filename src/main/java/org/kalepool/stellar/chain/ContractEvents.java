package org.kalepool.stellar.chain;

import java.math.BigInteger;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.Movements;
import org.kalepool.stellar.rpc.Rpc;
import org.kalepool.stellar.xdr.ScVals;
import org.kalepool.stellar.xdr.Xdr;
import org.kalepool.stellar.xdr.XdrException;
import org.stellar.sdk.xdr.ContractEvent;
import org.stellar.sdk.xdr.ContractEvent.ContractEventBody.ContractEventV0;
import org.stellar.sdk.xdr.SCVal;
import org.stellar.sdk.xdr.SCValType;

/** Amounts out of the events of a transaction. Events newer than the decoder are passed over. */
public final class ContractEvents {
  private static final Logger LOG = Logger.getLogger(ContractEvents.class);

  /** How a value begins that is the address (18) of a claimable balance (3), in base64. */
  private static final String CLAIMABLE_BALANCE = "AAAAEgAAAAMAAAAA";

  /** A type, an arm, the identifier's version and 32 bytes, in base64. */
  private static final int CLAIMABLE_BALANCE_LENGTH = 60;

  /** How the value of an address (18) begins in base64, before the four bits of its kind. */
  private static final String ADDRESS = "AAAAEgAAAA";

  /** The last letter that follows it for an account (0) or a contract (1). */
  private static final char CONTRACTS = 'H';

  private ContractEvents() {}

  /** What an asset contract minted to this account, summed; empty if it minted nothing. */
  public static Optional<Kale> minted(
      @Nullable List<List<String>> byOperation, Address assetContract, Address farmer) {
    if (byOperation == null) {
      return Optional.empty();
    }
    return byOperation.stream()
        .filter(Objects::nonNull)
        .flatMap(List::stream)
        .flatMap(text -> mint(text, assetContract, farmer).stream())
        .reduce(Kale::plus);
  }

  /** What an account sent another one by an asset's contract, summed; empty if it is not told. */
  public static Optional<Kale> sent(
      @Nullable List<List<String>> byOperation, Address assetContract, Address from, Address to) {
    if (byOperation == null) {
      return Optional.empty();
    }
    return byOperation.stream()
        .filter(Objects::nonNull)
        .flatMap(List::stream)
        .flatMap(text -> of(text, assetContract, topics -> isTransfer(topics, from, to)).stream())
        .reduce(Kale::plus);
  }

  private static Optional<Kale> mint(String text, Address assetContract, Address farmer) {
    return of(text, assetContract, topics -> isMintTo(topics, farmer));
  }

  private static Optional<Kale> of(String text, Address assetContract, Predicate<SCVal[]> topics) {
    try {
      ContractEvent event = Xdr.read("an event", text, ContractEvent::decode);
      return Xdr.understand(
          "an event",
          () -> {
            boolean byAsset =
                event.getContractID() != null
                    && Address.contract(event.getContractID().getHash()).equals(assetContract);
            ContractEventV0 body = event.getBody().getV0();
            return byAsset && topics.test(body.getTopics())
                ? Optional.of(Kale.ofStroops(amount(body.getData()).longValueExact()))
                : Optional.empty();
          });
    } catch (XdrException e) {
      LOG.debug("an event newer than the decoder", e);
      return Optional.empty();
    }
  }

  /**
   * The same out of one event of getEvents.
   *
   * @throws XdrException if it cannot be read
   */
  public static Optional<Kale> minted(Rpc.EventInfo event, Address farmer) {
    List<String> topic = event.topic() == null ? List.of() : event.topic();
    String value = event.value();
    if (value == null || !isNamed(topic, "mint")) {
      return Optional.empty();
    }
    SCVal[] topics = topic.stream().map(ContractEvents::topic).toArray(SCVal[]::new);
    return Xdr.understand(
        "an event",
        () ->
            isMintTo(topics, farmer)
                ? Optional.of(
                    Kale.ofStroops(
                        amount(Xdr.read("a value", value, SCVal::decode)).longValueExact()))
                : Optional.empty());
  }

  /**
   * One movement of an account's KALE, as an event of getEvents tells it.
   *
   * @param to who received it, null unless it was sent to an account or a contract
   */
  public record Moved(Movements.Kind kind, Kale amount, @Nullable Address to) {}

  /** What this event says about the account; empty if it is about others, or of another kind. */
  public static Optional<Moved> moved(Rpc.EventInfo event, Address account) {
    Optional<Kale> minted = minted(event, account);
    if (minted.isPresent()) {
      return Optional.of(new Moved(Movements.Kind.MINTED, minted.get(), null));
    }
    List<String> topic = event.topic() == null ? List.of() : event.topic();
    String value = event.value();
    boolean burned = isNamed(topic, "burn");
    boolean sent = isNamed(topic, "transfer") && topic.size() > 2;
    if (topic.size() < 2 || value == null || (!burned && !sent)) {
      return Optional.empty();
    }
    SCVal from = topic(topic.get(1));
    if (from.getDiscriminant() != SCValType.SCV_ADDRESS || !ScVals.address(from).equals(account)) {
      return Optional.empty();
    }
    return Optional.of(
        burned
            ? new Moved(Movements.Kind.BURNED, moved(value), null)
            : new Moved(Movements.Kind.SENT, moved(value), receiver(topic.get(2))));
  }

  /**
   * A payment, as an event of getEvents tells it.
   *
   * @param from null if neither an account nor a contract has sent it
   * @param to null if neither an account nor a contract has received it
   */
  public record Paid(@Nullable Address from, @Nullable Address to, Kale amount) {}

  /** What was paid by whom to whom; empty if the event is of another kind. */
  public static Optional<Paid> transferred(Rpc.EventInfo event) {
    List<String> topic = event.topic() == null ? List.of() : event.topic();
    String value = event.value();
    if (topic.size() < 3 || value == null || !isNamed(topic, "transfer")) {
      return Optional.empty();
    }
    return Optional.of(new Paid(party(topic.get(1)), party(topic.get(2)), moved(value)));
  }

  private static @Nullable Address party(String topic) {
    return isOtherAddress(topic) ? null : ScVals.address(topic(topic));
  }

  /** Of a claimable balance or a liquidity pool, which is newer than the decoder. */
  private static boolean isOtherAddress(String topic) {
    return topic.startsWith(ADDRESS)
        && topic.length() > ADDRESS.length()
        && topic.charAt(ADDRESS.length()) > CONTRACTS;
  }

  private static boolean isNamed(List<String> topic, String name) {
    return !topic.isEmpty() && isSymbol(topic(topic.getFirst()), name);
  }

  private static SCVal topic(String text) {
    return Xdr.read("a topic", text, SCVal::decode);
  }

  /** A claimable balance has an address, too, which is newer than the decoder. */
  private static @Nullable Address receiver(String topic) {
    return topic.startsWith(CLAIMABLE_BALANCE) && topic.length() == CLAIMABLE_BALANCE_LENGTH
        ? null
        : ScVals.address(topic(topic));
  }

  private static Kale moved(String value) {
    return Kale.ofStroops(amount(Xdr.read("a value", value, SCVal::decode)).longValueExact());
  }

  /** What the fee events add up to: the charge less the refund; empty if the node gave none. */
  public static Optional<Long> feeCharged(@Nullable List<String> transactionEvents) {
    if (transactionEvents == null || transactionEvents.isEmpty()) {
      return Optional.empty();
    }
    try {
      long sum = 0;
      for (String text : transactionEvents) {
        OptionalLong fee = fee(text);
        if (fee.isEmpty()) {
          return Optional.empty();
        }
        sum = Math.addExact(sum, fee.getAsLong());
      }
      return Optional.of(sum);
    } catch (XdrException | ArithmeticException e) {
      LOG.debug("a transaction's event newer than the decoder", e);
      return Optional.empty();
    }
  }

  /** What the first fee event says: the charge before any refund; empty if the node gave none. */
  public static Optional<Long> feeTaken(@Nullable List<String> transactionEvents) {
    if (transactionEvents == null || transactionEvents.isEmpty()) {
      return Optional.empty();
    }
    try {
      OptionalLong first = fee(transactionEvents.getFirst());
      return first.isPresent() ? Optional.of(first.getAsLong()) : Optional.empty();
    } catch (XdrException | ArithmeticException e) {
      LOG.debug("a transaction's event newer than the decoder", e);
      return Optional.empty();
    }
  }

  /** A transaction's event: a stage, then the event. Empty if it is not about a fee. */
  private static OptionalLong fee(String text) {
    ContractEvent event =
        Xdr.read(
            "a transaction's event",
            text,
            in -> {
              in.readInt();
              return ContractEvent.decode(in);
            });
    return Xdr.understand(
        "a transaction's event",
        () ->
            isFee(event.getBody().getV0())
                ? OptionalLong.of(amount(event.getBody().getV0().getData()).longValueExact())
                : OptionalLong.empty());
  }

  private static boolean isFee(ContractEventV0 body) {
    return body.getTopics().length == 2 && isSymbol(body.getTopics()[0], "fee");
  }

  private static boolean isMintTo(SCVal[] topics, Address farmer) {
    if (topics.length < 2 || !isSymbol(topics[0], "mint")) {
      return false;
    }
    // protocols before 23 name the asset's administrator first
    int to = topics.length == 4 ? 2 : 1;
    return isAddress(topics[to], farmer);
  }

  private static boolean isTransfer(SCVal[] topics, Address from, Address to) {
    return topics.length > 2
        && isSymbol(topics[0], "transfer")
        && isAddress(topics[1], from)
        && isAddress(topics[2], to);
  }

  private static boolean isAddress(SCVal value, Address address) {
    return value.getDiscriminant() == SCValType.SCV_ADDRESS
        && ScVals.address(value).equals(address);
  }

  private static boolean isSymbol(SCVal value, String text) {
    return value.getDiscriminant() == SCValType.SCV_SYMBOL && ScVals.symbol(value).equals(text);
  }

  /** An amount by itself, or in a map beside a sub-account's number. */
  private static BigInteger amount(SCVal data) {
    return data.getDiscriminant() == SCValType.SCV_MAP
        ? ScVals.int128(ScVals.field(ScVals.structure(data), "amount"))
        : ScVals.int128(data);
  }
}
