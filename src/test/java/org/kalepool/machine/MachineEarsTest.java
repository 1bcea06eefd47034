package org.kalepool.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A machine that listens to its backend, and one whose stream is cut. */
final class MachineEarsTest extends MachineFixture {
  private static final Duration SELDOM = Duration.ofHours(1);

  private final MachineLoops loops = new MachineLoops();

  @Override
  String[] machineSettings() {
    return new String[] {"kale.pooler.plant-wait", "7s"};
  }

  @AfterEach
  void stop() {
    loops.close();
  }

  /** Looks at the network by itself at the start only. */
  private void listens() {
    nextBlock();
    loops.start(
        machine,
        SELDOM,
        Optional.of(
            new HttpEvents(backend.url(), SpokenBackend.KEY, Duration.ofSeconds(10), SELDOM)));
    await("it listens", () -> backend.http.listeners() == 1);
  }

  private void await(String what, BooleanSupplier reached) {
    Awaitility.await(what).atMost(Duration.ofSeconds(60)).until(reached::getAsBoolean);
  }

  private void ledgerWithoutTheMachine() {
    sandbox.closeLedger();
    clock.advance(Duration.between(clock.instant(), Instant.ofEpochSecond(sandbox.now())));
  }

  private void anotherOpensABlock() {
    while (sandbox.now() - sandbox.farm().observed().timestamp() < due()) {
      ledgerWithoutTheMachine();
    }
    farm.plant(FARMERS, 1);
    ledgerWithoutTheMachine();
  }

  @Test
  void learnsOfABlockWhenItIsToldAndAlsoAfterTheStreamWasCut() {
    listens();
    long before = block();
    await("the first look", () -> machine.view().block() == before);
    anotherOpensABlock();
    assertThat(machine.view().block()).isEqualTo(before);
    backend.http.tell("block", "{}");
    await("the block", () -> machine.view().block() == before + 1);

    backend.http.cut();
    await("it listens again", () -> backend.http.listeners() == 1);
    anotherOpensABlock();
    backend.http.tell("block", "{}");
    await("the next block", () -> machine.view().block() == before + 2);
  }

  @Test
  void asksWhoIsPlantedWhenItIsToldAndHasNobodyWaitMeanwhile() {
    nextBlock();
    machine.plant();
    int asked = backend.plants.size();
    clock.advance(Duration.ofSeconds(1));
    machine.plant();
    assertThat(backend.plants).hasSize(asked);
    assertThat(waitOfTheLast()).isEqualTo(7);

    machine.listening(true);
    machine.heard(BackendEvents.Event.PLANTED);
    machine.plant();
    assertThat(backend.plants).hasSize(asked + 1);
    assertThat(waitOfTheLast()).isZero();
    // others are planted in the same moment
    machine.heard(BackendEvents.Event.PLANTED);
    machine.plant();
    assertThat(backend.plants).hasSize(asked + 1);
    clock.advance(Duration.ofSeconds(1));
    machine.plant();
    assertThat(backend.plants).hasSize(asked + 2);

    machine.listening(false);
    clock.advance(Duration.ofSeconds(31));
    machine.plant();
    assertThat(waitOfTheLast()).isEqualTo(7);
  }

  @Test
  void saysThatItIsThereAtOnceWhenItsSettingsHaveChanged() {
    nextBlock();
    machine.talk();
    int before = backend.heartbeats.size();
    machine.talk();
    assertThat(backend.heartbeats).hasSize(before);
    machine.heard(BackendEvents.Event.SETTINGS);
    machine.talk();
    machine.talk();
    assertThat(backend.heartbeats).hasSize(before + 1);
  }

  private long waitOfTheLast() {
    return backend.plants.getLast().path("wait_seconds").asLong();
  }

  @Test
  void withoutAStreamItAsksAsBefore() {
    backend.http.close();
    turn();
    assertThat(machine.view().backendAway()).isTrue();
    BackendEvents none =
        new HttpEvents(backend.url(), SpokenBackend.KEY, Duration.ofSeconds(1), SELDOM);
    MachineEars ears = new MachineEars(none, machine, event -> {});
    assertThat(ears.pause()).isEqualTo(Duration.ofSeconds(2));
    for (int i = 0; i < 3; i++) {
      try {
        ears.listen();
      } catch (BackendAwayException e) {
        assertThat(e.getMessage()).contains("events");
      }
    }
    assertThat(ears.pause()).isEqualTo(Duration.ofSeconds(8));
    none.close();
  }
}
