package org.kalepool.plant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.kalepool.block.Blocks.Current;
import org.kalepool.block.LedgerClosed;
import org.kalepool.kale.Address;
import org.kalepool.settings.SettingsOf;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.Transactions;

class OpeningLedgerTest {
  private final List<String> told = new ArrayList<>();
  private long ledger = 100;
  private long time = 10_000;

  private OpeningLedger opening(String... settings) {
    return new OpeningLedger(SettingsOf.mapping(PlantSettings.class, settings), new Told());
  }

  private final class Told implements Transactions {
    @Override
    public OptionalLong request(TransactionRequest request) {
      return OptionalLong.empty();
    }

    @Override
    public Optional<TransactionRequest> open(UUID farmer, @Nullable Long block, Action action) {
      return Optional.empty();
    }

    @Override
    public boolean busy(Address lane) {
      return false;
    }

    @Override
    public void expectOpening(long block, long after) {
      told.add(block + " after " + after);
    }
  }

  private void close(OpeningLedger opening, long seconds, int times) {
    for (int i = 0; i < times; i++) {
      ledger++;
      time += seconds;
      opening.ledgerClosed(new LedgerClosed(ledger, time));
    }
  }

  /** Block 7, due in so many seconds. */
  private Current left(long seconds) {
    return new Current(7, time + seconds - 300, seconds <= 0, false, ledger, time);
  }

  @Test
  void plantsTheNextBlockWhereTheNextLedgerIsLateEnough() {
    OpeningLedger opening = opening("kale.plant.opening-ledger", "true");
    close(opening, 5, 40);
    assertThat(opening.target(left(5))).contains(new PlantDecision(8, true, time + 5 + 300 - 1));
    assertThat(told).containsExactly("8 after " + ledger);
    assertThat(opening.target(left(6))).isEmpty();
    assertThat(opening.target(left(0))).as("due: planted as usual").isEmpty();
  }

  @Test
  void doesNotRiskTheFeeWhereLedgersAreSometimesShorter() {
    OpeningLedger opening = opening("kale.plant.opening-ledger", "true");
    for (int i = 0; i < 20; i++) {
      close(opening, 6, 1);
      close(opening, 5, 1);
    }
    assertThat(opening.target(left(6))).isEmpty();
    assertThat(opening.target(left(5))).isPresent();
  }

  @Test
  void knowsTooLittleAfterAStartAndNothingOfLedgersThatNobodySaw() {
    OpeningLedger opening = opening("kale.plant.opening-ledger", "true");
    close(opening, 5, 20);
    assertThat(opening.target(left(1))).isEmpty();
    ledger += 4;
    time += 20;
    close(opening, 5, 10);
    assertThat(opening.target(left(1))).isEmpty();
    close(opening, 5, 2);
    assertThat(opening.target(left(1))).isPresent();
    ledger += 30;
    time += 150;
    close(opening, 5, 30);
    assertThat(opening.target(left(1))).as("after a long absence").isEmpty();
    close(opening, 5, 1);
    assertThat(opening.target(left(1))).isPresent();
  }

  @Test
  void plantsNobodyEarlyInAPausedFarmOrWhereItIsSwitchedOff() {
    OpeningLedger opening = opening("kale.plant.opening-ledger", "true");
    close(opening, 5, 40);
    assertThat(opening.target(new Current(7, time + 5 - 300, false, true, ledger, time))).isEmpty();
    OpeningLedger off = opening("kale.plant.opening-ledger", "false");
    close(off, 5, 40);
    assertThat(off.target(left(5))).isEmpty();
    assertThat(told).isEmpty();
  }
}
