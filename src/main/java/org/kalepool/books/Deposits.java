package org.kalepool.books;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.kalepool.books.JournalRepository.Bare;
import org.kalepool.books.JournalRepository.StoredLine;
import org.kalepool.kale.Address;
import org.kalepool.stellar.Receipts.Asset;

/** Who has paid the deposits of a journal, as far as it is known. */
@Singleton
final class Deposits {
  private static final String DEPOSIT = "deposit";
  private static final String KALE_FROM = "KALE from ";
  private static final String BY = " by ";

  private final DepositRepository deposits;

  Deposits(DepositRepository deposits) {
    this.deposits = deposits;
  }

  /**
   * A deposit.
   *
   * @param payments that it is made of, in their order; none unless the state is {@code TOLD}
   */
  @RegisterForReflection
  @Schema(name = "Deposit")
  record Shown(DepositState state, List<Payment> payments) {
    Shown {
      payments = List.copyOf(payments);
    }
  }

  /**
   * A payment of a deposit.
   *
   * @param amount stroops
   * @param from who has sent it; null if that is neither an account nor a contract, as with a
   *     claimable balance
   */
  @RegisterForReflection
  @Schema(name = "DepositPayment")
  record Payment(String transactionHash, long amount, @Nullable String from) {}

  /** The key of the entry of KALE or XLM that was seen. */
  static String key(UUID farmer, Asset asset, String name) {
    return switch (asset) {
          case KALE -> "deposit/";
          case XLM -> "deposit-xlm/";
        }
        + farmer
        + "/"
        + name;
  }

  static String memo(Asset asset, String name) {
    return noticed(asset) + name;
  }

  private static String noticed(Asset asset) {
    return switch (asset) {
      case KALE -> "KALE noticed: ";
      case XLM -> "XLM noticed: ";
    };
  }

  /** The key of an entry whose memo says what was seen; empty if it says something else. */
  private static Optional<String> key(UUID farmer, String memo) {
    return Arrays.stream(Asset.values())
        .filter(asset -> memo.startsWith(noticed(asset)))
        .map(asset -> key(farmer, asset, memo.substring(noticed(asset).length())))
        .findFirst();
  }

  /** Of these entries of a farmer those that are deposits, by their numbers. */
  Map<Long, Shown> of(UUID farmer, List<Bare> entries, Map<Long, List<StoredLine>> lines) {
    Map<Long, Shown> shown = new HashMap<>();
    Map<Long, String> keys = new HashMap<>();
    for (Bare entry : entries) {
      if (entry.kind().equals(DEPOSIT)) {
        String memo = entry.memo();
        Optional<String> key = key(farmer, memo);
        if (key.isPresent()) {
          keys.put(entry.id(), key.get());
        } else if (memo.startsWith(KALE_FROM) && memo.contains(BY)) {
          shown.put(entry.id(), ofVault(memo, lines.getOrDefault(entry.id(), List.of())));
        } else {
          shown.put(entry.id(), new Shown(DepositState.NOT_KEPT, List.of()));
        }
      }
    }
    if (!keys.isEmpty()) {
      Map<String, DepositState> states = deposits.states(keys.values());
      Map<String, List<DepositRepository.Payment>> payments = deposits.payments(keys.values());
      keys.forEach(
          (entry, key) ->
              shown.put(
                  entry,
                  new Shown(
                      states.getOrDefault(key, DepositState.NOT_KEPT),
                      payments.getOrDefault(key, List.of()).stream()
                          .map(Deposits::shown)
                          .toList())));
    }
    return shown;
  }

  private static Payment shown(DepositRepository.Payment payment) {
    Address sender = payment.sender();
    return new Payment(
        payment.transaction().hex(), payment.amount(), sender == null ? null : sender.text());
  }

  /** Of what was paid into a vault the entry itself says who has paid it. */
  private static Shown ofVault(String memo, List<StoredLine> lines) {
    int by = memo.lastIndexOf(BY);
    String from = memo.substring(KALE_FROM.length(), by);
    long amount = lines.stream().mapToLong(StoredLine::amount).filter(each -> each > 0).sum();
    List<Payment> payments = new ArrayList<>();
    payments.add(
        new Payment(memo.substring(by + BY.length()), amount, from.length() == 56 ? from : null));
    return new Shown(DepositState.TOLD, payments);
  }
}
