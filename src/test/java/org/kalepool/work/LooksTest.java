package org.kalepool.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.kalepool.lab.step.SteppedClock;

class LooksTest {
  private final SteppedClock clock = new SteppedClock(Instant.ofEpochSecond(1_000));
  private final Looks looks = new Looks(clock, 4);

  @Test
  void restsFromALongLookHoweverMuchNewsThereIs() {
    assertThat(looks.take()).as("the first look").isTrue();
    looks.look(() -> clock.advance(Duration.ofSeconds(1)));

    assertThat(looks.soon()).isFalse();
    clock.advance(Duration.ofSeconds(3));
    assertThat(looks.take()).isFalse();
    clock.advance(Duration.ofSeconds(1));
    assertThat(looks.take()).as("kept until it has rested").isTrue();
    assertThat(looks.take()).as("taken").isFalse();
  }

  @Test
  void whatCannotWaitDoesNot() {
    looks.take();
    looks.look(() -> clock.advance(Duration.ofSeconds(1)));
    looks.soon();
    looks.atOnce();
    assertThat(looks.take()).isTrue();
    clock.advance(Duration.ofSeconds(9));
    assertThat(looks.take()).as("the same look is for both").isFalse();
  }
}
