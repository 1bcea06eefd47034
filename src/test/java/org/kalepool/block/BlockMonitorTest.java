package org.kalepool.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.lab.step.SteppedClock;
import org.kalepool.settings.SettingsOf;
import org.kalepool.stellar.Chain.FarmView;
import org.kalepool.stellar.Chain.LedgerTip;
import org.kalepool.testing.EventLog;
import org.kalepool.testing.FakeChain;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StageFixture;
import org.kalepool.testing.StagesProfile;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class BlockMonitorTest {
  @Inject FakeChain chain;
  @Inject EventLog log;
  @Inject StageFixture fixture;
  @Inject BlockOperations operations;
  @Inject Event<LedgerClosed> ledgerClosed;
  @Inject Event<BlockOpened> blockOpened;
  @Inject Event<BlockDue> blockDue;

  private final SteppedClock clock = new SteppedClock(Instant.parse("2026-01-01T00:00:00Z"));
  private BlockMonitor monitor;

  @BeforeEach
  void begin() {
    fixture.clear();
    chain.reset();
    log.clear();
    monitor = monitor();
  }

  private BlockMonitor monitor() {
    return new BlockMonitor(
        chain,
        operations,
        clock,
        SettingsOf.mapping(BlockSettings.class),
        ledgerClosed,
        blockOpened,
        blockDue);
  }

  @Test
  void recordsTheRunningBlockWithItsLimits() {
    assertThat(monitor.current()).isEmpty();
    monitor.sweep();
    long index = chain.index();
    long ledger = chain.now().ledger();
    assertThat(log.of(BlockOpened.class))
        .containsExactly(new BlockOpened(index, chain.openedAt(), ledger));
    assertThat(monitor.current())
        .contains(
            new Blocks.Current(index, chain.openedAt(), false, false, ledger, chain.now().time()));
    assertThat(
            fixture.rows(
                """
                select block_index, opened_time, opened_ledger, min_gap, max_gap, min_zeros,
                  max_zeros, min_stake, max_stake, live_until, closed_at from block_operations"""))
        .containsExactly(
            "%d %d %d 10 50 3 8 0 10000000000 %d null"
                .formatted(index, chain.openedAt(), ledger, ledger + FakeChain.TTL - 1));
  }

  @Test
  void tellsEachLedgerOnce() {
    monitor.sweep();
    monitor.sweep();
    chain.close(2);
    monitor.sweep();
    assertThat(log.of(LedgerClosed.class))
        .containsExactly(
            new LedgerClosed(chain.now().ledger() - 2, chain.now().time() - 10),
            new LedgerClosed(chain.now().ledger(), chain.now().time()));
    assertThat(log.of(BlockOpened.class)).hasSize(1);
  }

  @Test
  void isDueFromThreeHundredSecondsOnAndSaysSoEachLedger() {
    chain.close(59);
    monitor.sweep();
    assertThat(monitor.current().orElseThrow().due()).isFalse();
    chain.close(1);
    monitor.sweep();
    assertThat(monitor.current().orElseThrow().due()).isTrue();
    monitor.sweep();
    chain.close(1);
    monitor.sweep();
    long next = chain.index() + 1;
    assertThat(log.of(BlockDue.class))
        .containsExactly(
            new BlockDue(next, chain.now().ledger() - 1), new BlockDue(next, chain.now().ledger()));
  }

  @Test
  void isNotDueOnceSomebodyOpenedTheNext() {
    monitor.sweep();
    chain.openNext();
    monitor.sweep();
    assertThat(log.of(BlockDue.class)).isEmpty();
    assertThat(log.of(BlockOpened.class)).hasSize(2);
    assertThat(
            fixture.number(
                "select count(*) from block_operations where closed_at is not null"
                    + " and block_index = ?",
                chain.index() - 1))
        .isEqualTo(1);
  }

  @Test
  void asksNobodyToOpenABlockOfAPausedFarm() {
    chain.contract().pause();
    chain.close(70);
    monitor.sweep();
    assertThat(monitor.current().orElseThrow().due()).isTrue();
    assertThat(monitor.current().orElseThrow().paused()).isTrue();
    assertThat(log.of(BlockDue.class)).isEmpty();
  }

  @Test
  void neverGoesBackOnALaggingNode() {
    FarmView oldFarm = chain.farm();
    LedgerTip oldTip = chain.tip();
    chain.openNext();
    monitor.sweep();
    Blocks.Current seen = monitor.current().orElseThrow();
    chain.answerStale(oldTip);
    chain.answerStale(oldFarm);
    monitor.sweep();
    assertThat(monitor.current()).contains(seen);
    assertThat(log.of(LedgerClosed.class)).hasSize(1);
    assertThat(log.of(BlockOpened.class)).hasSize(1);
  }

  @Test
  void recordsBlocksThatCameAndWentWhileItWasDown() {
    monitor.sweep();
    chain.openNext();
    chain.openNext();
    chain.openNext();
    monitor().sweep();
    long index = chain.index();
    assertThat(
            fixture.rows("select block_index, closed_at is null from block_operations order by 1"))
        .containsExactly((index - 3) + " f", (index - 2) + " f", (index - 1) + " f", index + " t");
    assertThat(log.of(BlockOpened.class))
        .extracting(BlockOpened::index)
        .containsExactly(index - 3, index);
  }

  @Test
  void goesOnFromARunningBlockThatHasExpired() {
    monitor.sweep();
    chain.openNext();
    chain.close(FakeChain.TTL);
    monitor.sweep();
    long index = chain.index();
    assertThat(monitor.current().orElseThrow().index()).isEqualTo(index);
    assertThat(log.of(BlockDue.class)).extracting(BlockDue::next).containsExactly(index + 1);
    assertThat(fixture.rows("select block_index, live_until from block_operations order by 1"))
        .element(1)
        .isEqualTo(index + " null");
  }

  @Test
  void recordsOnlyTheMissedBlocksThatStillExist() {
    monitor.sweep();
    chain.openNext();
    chain.close(FakeChain.TTL);
    chain.openNext();
    monitor.sweep();
    assertThat(fixture.rows("select block_index from block_operations order by 1"))
        .containsExactly(String.valueOf(chain.index() - 2), String.valueOf(chain.index()));
  }

  @Test
  void backsOffWhileTheNetworkCannotBeReadAndRecovers() {
    chain.setDown(true);
    monitor.sweep();
    assertThat(monitor.consecutiveFailures()).isEqualTo(1);
    assertThat(monitor.lastError()).contains("connection refused");
    assertThat(monitor.lastSuccess()).isEmpty();
    int reads = chain.reads();
    clock.advance(Duration.ofSeconds(5));
    monitor.sweep();
    assertThat(chain.reads()).isEqualTo(reads);
    clock.advance(Duration.ofSeconds(5));
    monitor.sweep();
    assertThat(chain.reads()).isEqualTo(reads + 1);
    assertThat(monitor.consecutiveFailures()).isEqualTo(2);
    chain.setDown(false);
    clock.advance(Duration.ofSeconds(20));
    monitor.sweep();
    assertThat(monitor.consecutiveFailures()).isZero();
    assertThat(monitor.lastSuccess()).contains(clock.instant());
    assertThat(monitor.lastError()).isEmpty();
    assertThat(monitor.current()).isPresent();
  }

  @Test
  void waitsAtMostAMinuteBetweenPolls() {
    chain.setDown(true);
    for (int i = 0; i < 20; i++) {
      monitor.sweep();
      clock.advance(Duration.ofMinutes(1));
    }
    assertThat(monitor.consecutiveFailures()).isEqualTo(20);
  }

  @Test
  void announcesTheRunningBlockAgainAfterARestartWithoutChangingItsRow() {
    monitor.sweep();
    clock.advance(Duration.ofSeconds(30));
    monitor().sweep();
    assertThat(log.of(BlockOpened.class)).hasSize(2);
    assertThat(
            fixture.rows(
                "select block_index, to_char(seen_at at time zone 'UTC', 'SS') from block_operations"))
        .containsExactly(chain.index() + " 00");
  }
}
