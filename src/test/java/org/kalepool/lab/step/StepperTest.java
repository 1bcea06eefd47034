package org.kalepool.lab.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;
import org.kalepool.schedule.Sweep;
import org.kalepool.schedule.TaskRunner;
import org.kalepool.schedule.Tasks;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StagesProfile;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class StepperTest {
  @Inject Tasks tasks;
  @Inject Clock clock;
  @Inject Stepper stepper;

  @Test
  void theClockMovesOnlyWhenStepped() {
    Instant before = clock.instant();
    assertThat(clock.instant()).isEqualTo(before);
    stepper.step(Duration.ofSeconds(5));
    assertThat(clock.instant()).isEqualTo(before.plusSeconds(5));
  }

  @Test
  void aStartSaysNothingOfMigrationsThatWentWell() {
    assertThat(Logger.getLogger("org.flywaydb.core.FlywayExecutor").isInfoEnabled()).isFalse();
    assertThat(Logger.getLogger("org.flywaydb.core.FlywayExecutor").isEnabled(Logger.Level.WARN))
        .isTrue();
  }

  @Test
  void aPassRunsTheSweepsWhoseTimeHasCome() {
    List<String> ran = new ArrayList<>();
    SteppedClock own = new SteppedClock(Instant.EPOCH);
    Stepper passing =
        new Stepper(
            own,
            new SteppedTasks(new TaskRunner(new SimpleMeterRegistry(), () -> true)),
            () -> {},
            List.of(sweep("a", 5, ran), sweep("b", 10, ran)));
    for (int i = 0; i < 4; i++) {
      passing.pass(Duration.ofSeconds(6));
    }
    assertThat(ran).containsExactly("a", "b", "a", "a", "b", "a");
  }

  private static Sweep sweep(String name, long seconds, List<String> ran) {
    return new Sweep() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Duration every() {
        return Duration.ofSeconds(seconds);
      }

      @Override
      public void sweep() {
        ran.add(name);
      }
    };
  }

  @Test
  void runsWaitingTasksOnceInOrderWithTheirSuccessors() {
    List<String> ran = new ArrayList<>();
    tasks.submit("a", () -> tasks.submit("c", () -> ran.add("c")));
    tasks.submit("b", () -> ran.add("b"));
    tasks.submit("b", () -> ran.add("b again"));
    assertThat(ran).isEmpty();
    assertThat(((SteppedTasks) tasks).runAll()).isEqualTo(3);
    assertThat(ran).containsExactly("b", "c");
  }

  @Test
  void aTaskThatAsksForItselfForEverIsEnded() {
    SteppedTasks own = new SteppedTasks(new TaskRunner(new SimpleMeterRegistry(), () -> true));
    Runnable[] again = new Runnable[1];
    again[0] = () -> own.submit("again", again[0]);
    own.submit("once", () -> {});
    own.submit("again", again[0]);
    assertThatThrownBy(() -> own.runAll(50))
        .isInstanceOf(EndlessTasks.class)
        .hasMessage("the task \"again\" has run 50 times and asks for more: nothing moves");
  }

  @Test
  void oneTasksFailureDoesNotStopTheNext() {
    List<String> ran = new ArrayList<>();
    tasks.submit(
        "failing",
        () -> {
          throw new IllegalStateException("expected by this test");
        });
    tasks.submit("next", () -> ran.add("next"));
    ((SteppedTasks) tasks).runAll();
    assertThat(ran).containsExactly("next");
  }

  @Test
  void aTaskThatNeverEndsIsAnError() {
    Runnable[] again = new Runnable[1];
    again[0] = () -> tasks.submit("for ever", again[0]);
    tasks.submit("for ever", again[0]);
    assertThatThrownBy(() -> ((SteppedTasks) tasks).runAll()).hasMessageContaining("for ever");
  }
}
